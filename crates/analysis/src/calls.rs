//! Calls of functions.

use wharf_diagnostics::{Diagnostic, Span};
use wharf_model::RelativePath;
use wharf_syntax::tree::{Arg, Expr, ExprKind};

use crate::checker::Checker;
use crate::errors::{functions as errors, images, values};
use crate::functions::{self, Function, Gives};
use crate::types::Type;
use crate::value::{Val, Value};
use crate::vocabulary::Ty;

impl<'t> Checker<'t> {
    /// The value of `callee(args)`.
    pub(crate) fn call(&mut self, callee: &'t Expr, args: &'t [Arg], span: Span) -> Option<Val> {
        let ExprKind::Word(name) = &callee.kind else {
            if let ExprKind::Field { base, name } = &callee.kind
                && functions::find(&name.text).is_some()
            {
                let base = self.source(base.span);
                return self.fail(errors::not_a_method(base, &name.text, callee.span));
            }
            let source = self.source(callee.span);
            return self.fail(errors::unknown(source, callee.span));
        };
        let Some(f) = functions::find(name) else {
            return self.fail(errors::unknown(name, callee.span));
        };
        let places = match functions::arrange(&format!("`{name}`"), span, &f.names(), args) {
            Ok(places) => places,
            Err(wrong) => {
                for d in wrong {
                    self.report(d);
                }
                return None;
            }
        };
        let mut given: Vec<Option<Val>> = Vec::new();
        let mut good = true;
        for (place, param) in places.iter().zip(f.params) {
            let Some(arg) = place.and_then(|i| args.get(i)) else {
                given.push(None);
                continue;
            };
            let Some(val) = self.expr(&arg.value) else {
                good = false;
                continue;
            };
            if !matches!(val.value, Value::Absent | Value::Opaque(Type::Optional(_))) {
                given.push(Some(val));
            } else if param.optional {
                given.push(None);
            } else {
                let source = self.source(val.via.unwrap_or(val.span));
                self.report(values::may_be_absent(param.takes.described(), &val, source));
                good = false;
            }
        }
        if !good {
            return None;
        }
        if given.iter().flatten().any(|v| !v.value.is_known()) {
            return self.call_of_opaque(f, &given, span);
        }
        // The only argument that is a path is the first of `file`.
        let folder = given.iter().flatten().next().map_or_else(String::new, |v| self.folder_of(v).to_owned());
        let loader = self.loader;
        let mut load = |path: &str, at: Span| -> Result<Vec<u8>, Box<Diagnostic>> {
            let path = RelativePath::new(&folder, path).map_err(|why| Box::new(values::bad_path(&why, at)))?;
            loader.read(path.as_str()).map_err(|why| Box::new(images::no_file(path.as_str(), &why, at)))
        };
        match functions::call(f, &given, span, &mut load) {
            Ok(value) => {
                self.spend(crate::bounds::weight(&value), span)?;
                Some(functions::carried(value, &given, span))
            }
            Err(d) => self.fail(*d),
        }
    }

    /// What is known of a call of which an argument is not known: its type.
    fn call_of_opaque(&mut self, f: &'static Function, given: &[Option<Val>], span: Span) -> Option<Val> {
        for (param, val) in f.params.iter().zip(given) {
            let Some(val) = val else { continue };
            let Some(value) = val.value.sampled() else { continue };
            if let Err(d) = functions::takes(f, param, &Val { value, ..val.clone() }) {
                return self.fail(*d);
            }
        }
        let of = |i: usize| given.get(i).and_then(Option::as_ref).map_or(Type::Any, |v| Type::of(&v.value));
        let ty = match f.gives {
            Gives::Type(ty) => known(&ty),
            Gives::Bool => Type::Bool,
            Gives::Like(i) => of(i),
            Gives::ItemOf(i) => match of(i) {
                Type::List(t) => (*t).clone(),
                _ => Type::Any,
            },
            Gives::ValuesOf(i) => match of(i) {
                Type::Map(t) => Type::List(t),
                _ => Type::Any,
            },
        };
        Some(Val::new(Value::Opaque(ty), span))
    }
}

fn known(ty: &Ty) -> Type {
    match ty {
        Ty::Text | Ty::String => Type::Text,
        Ty::Int => Type::Int,
        Ty::Bytes => Type::Bytes,
        Ty::Cpu => Type::Cpu,
        Ty::Duration => Type::Duration,
        Ty::Percent => Type::Percent,
        Ty::Range(t) => Type::Range(known(t).into()),
        Ty::List(t) => Type::List(known(t).into()),
        Ty::OneOf(_) | Ty::Any => Type::Any,
    }
}
