//! `extends`: a template's statements, with its params bound.

use wharf_diagnostics::Span;
use wharf_model::{Origin, Via};
use wharf_syntax::tree::{Arg, Expr, ExprKind, ParamDecl};

use crate::checker::Checker;
use crate::errors::unfolding as errors;
use crate::frames::{Bound, Env, Template, Term};
use crate::functions::arrange;
use crate::index::NameKind;
use crate::matching::{Body, Reading, Said};
use crate::types::Type;
use crate::unfold::Layer;
use crate::value::{Val, Value};

impl<'t> Checker<'t> {
    /// Adds what a template says to the templates of a layer.
    pub(crate) fn extend(&mut self, said: Said<'t>, reading: Reading, out: &mut Layer<'t>) {
        let found = self.extended(said, reading.env);
        let Some((template, name, args)) = found else {
            out.rest.hole_by(said.span, said.span);
            return;
        };
        if let Some(i) = self.extending.iter().position(|(body, _)| *body == template.body.span) {
            let chain: Vec<Span> =
                self.extending.iter().skip(i + 1).map(|(_, at)| *at).chain(std::iter::once(said.span)).collect();
            self.report(errors::template_cycle(self.source(name), &chain));
            out.rest.hole_by(said.span, said.span);
            return;
        }
        let outer = self.within_of(reading.env);
        let within = self.origins.add(Origin { span: said.span, via: Some(Via::Template(name)), within: outer });
        let env = self.frames.inside(template.env, Some(within));
        if let Some(frame) = self.frames.get_mut(env) {
            frame.body = Some(template.body.span);
            // Its statements become the app's.
            frame.sees_app = true;
        }
        self.bind_params(env, template.params, args, reading.env, name);
        let layer = match out.templates_layer {
            Some(layer) => layer,
            None => *out.templates_layer.insert(self.next_layer()),
        };
        // Also in an environment a template says what there is, and does not change what is there.
        let reading = Reading { env, partial: true, layer, overrides: false, ..reading };
        self.extending.push((template.body.span, said.span));
        let mut inner = Layer::default();
        self.block(template.body, reading, false, &mut inner);
        self.extending.pop();
        let mut merged = Body::default();
        let rest = std::mem::take(&mut inner.rest);
        self.lay(reading.kind, &mut merged, inner, false);
        out.templates.append(&mut merged.words);
        out.rest.absorb(&rest);
        out.rest.absorb(&merged);
        // The rest of the template may stand in what did not parse.
        out.rest.broken |= self.broken;
    }

    /// The template that an `extends` names, the place of the name, and the arguments.
    pub(crate) fn extended(&mut self, said: Said<'t>, env: Env) -> Option<(Template<'t>, Span, &'t [Arg])> {
        let [only] = said.args else {
            return self.fail(errors::extends_what(said.span));
        };
        if let Some(block) = said.block {
            return self.fail(errors::extends_with_block(block.span));
        }
        let (callee, args): (&'t Expr, &'t [Arg]) = match &only.kind {
            ExprKind::Call { callee, args } => (callee, args),
            _ => (only, &[]),
        };
        let template = match &callee.kind {
            ExprKind::Word(w) => self.template_in(env, w, callee.span, None)?,
            ExprKind::Field { base, name } => {
                let ExprKind::Word(w) = &base.kind else { return self.fail(errors::extends_what(only.span)) };
                let Some(module) = self.module(env, w, base.span) else {
                    let known: Vec<String> = self.names_of(env, |b| matches!(b, Bound::Module(_)));
                    return self.fail(errors::unknown_module(w, base.span, &known));
                };
                self.template_in(module, &name.text, name.span, Some(w))?
            }
            _ => return self.fail(errors::extends_what(only.span)),
        };
        Some((template, callee.span, args))
    }

    /// The file that is used under that name.
    pub(crate) fn module(&mut self, env: Env, name: &str, at: Span) -> Option<Env> {
        let (_, binding) = self.frames.find(env, name)?;
        let declared = binding.span;
        match binding.bound {
            Bound::Module(module) => {
                self.index.refers(at, declared, NameKind::Module);
                Some(module)
            }
            Bound::Value(_) | Bound::Let(_) | Bound::Param(_) | Bound::Template(_) => None,
        }
    }

    fn template_in(&mut self, env: Env, name: &str, span: Span, module: Option<&str>) -> Option<Template<'t>> {
        let found = match module {
            // A used file shows its own names, not those that it uses.
            Some(_) => self.frames.get(env).and_then(|f| f.names.get(name)),
            None => self.frames.find(env, name).map(|(_, b)| b),
        };
        match found {
            Some(b) => match &b.bound {
                Bound::Template(t) => {
                    let (template, declared) = (*t, b.span);
                    self.index.refers(span, declared, NameKind::Template);
                    Some(template)
                }
                other => {
                    let d = errors::no_template(name, other.described(), span, b.span);
                    self.fail(d)
                }
            },
            None => {
                let known = match module {
                    Some(_) => self.own_names_of(env, |b| matches!(b, Bound::Template(_))),
                    None => self.names_of(env, |b| matches!(b, Bound::Template(_))),
                };
                self.fail(errors::unknown_template(name, module, span, &known))
            }
        }
    }

    /// The names in sight of a frame that stand for such things.
    pub(crate) fn names_of(&self, env: Env, wanted: impl Fn(&Bound<'t>) -> bool) -> Vec<String> {
        let all = self.frames.outwards(env).flat_map(|(_, f)| &f.names);
        all.filter(|(_, b)| wanted(&b.bound)).map(|(n, _)| n.clone()).collect()
    }

    /// The names of one frame that stand for such things.
    pub(crate) fn own_names_of(&self, env: Env, wanted: impl Fn(&Bound<'t>) -> bool) -> Vec<String> {
        let all = self.frames.get(env).into_iter().flat_map(|f| &f.names);
        all.filter(|(_, b)| wanted(&b.bound)).map(|(n, _)| n.clone()).collect()
    }

    /// Binds every param of a template: to its argument, which is read where the `extends` stands, or
    /// to its default, which may use the params before it. One that is wrong is bound to an unknown
    /// value of its type, so that nothing more is said of it.
    pub(crate) fn bind_params(&mut self, env: Env, params: &'t [ParamDecl], args: &'t [Arg], caller: Env, name: Span) {
        let given = self.arranged(params, args, name);
        for (param, arg) in params.iter().zip(given) {
            let ty = self.type_of(&param.ty);
            let val = match (&ty, arg) {
                (None, _) | (Some(_), Argument::Wrong) => None,
                (Some(ty), Argument::Given(e)) => self
                    .named_or_value(Term { expr: e, env: caller }, ty)
                    .and_then(|val| self.accepted(param, ty, val, env)),
                (Some(ty), Argument::Left) => self.default_of(param, ty, env),
            };
            let unknown = Val::new(Value::Opaque(ty.unwrap_or(Type::Any)), param.name.span);
            self.bind_once(env, &param.name, Bound::Value(val.unwrap_or(unknown)));
        }
    }

    /// An image's name may be given bare where an image is due.
    fn named_or_value(&mut self, arg: Term<'t>, ty: &Type) -> Option<Val> {
        if let (ExprKind::Word(w), Type::Ref(crate::types::Kind::Image)) = (&arg.expr.kind, ty)
            && let Some(image) = self.image_named(w, arg.expr.span, arg.env)
        {
            return Some(Val::new(image, arg.expr.span));
        }
        self.eval(arg)
    }

    /// For each param what is given for it.
    fn arranged(&mut self, params: &'t [ParamDecl], args: &'t [Arg], name: Span) -> Vec<Argument<'t>> {
        let optional = |p: &ParamDecl| p.default.is_some() || p.ty.alternatives.iter().any(|a| a.optional);
        let names: Vec<(&str, bool)> = params.iter().map(|p| (p.name.text.as_str(), !optional(p))).collect();
        match arrange(&format!("the template `{}`", self.source(name)), name, &names, args) {
            Ok(places) => {
                let given = |i: Option<usize>| i.and_then(|i| args.get(i)).map_or(Argument::Left, Argument::of);
                places.into_iter().map(given).collect()
            }
            Err(wrong) => {
                for d in wrong {
                    self.report(d);
                }
                params.iter().map(|_| Argument::Wrong).collect()
            }
        }
    }
}

/// What is given for a param.
#[derive(Clone, Copy)]
enum Argument<'t> {
    Given(&'t Expr),
    /// Nothing: the default holds.
    Left,
    /// It is not known which is meant, or it did not parse.
    Wrong,
}

impl<'t> Argument<'t> {
    fn of(arg: &'t Arg) -> Self {
        if matches!(arg.value.kind, ExprKind::Error) { Self::Wrong } else { Self::Given(&arg.value) }
    }
}
