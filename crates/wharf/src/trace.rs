//! From a line of an output back to the source.

use std::collections::BTreeMap;

use wharf_diagnostics::{FileId, SourceFile, SourceMap, Span};
use wharf_model::{OriginId, Via};
use wharf_syntax::tree::{Block, Head, Stmt, StmtKind, Tree};

use crate::AppOutput;

/// Where a line of an output comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The source that says what the line says, and after it what brought that here: from the inside out.
    /// There is at least one step.
    pub steps: Vec<Step>,
}

/// A place on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The place.
    pub span: Span,
    /// What it does for the line.
    pub how: How,
    /// The heads of the statements whose blocks it stands in, from the outside in: `app shop`, `service api`.
    pub within: Vec<Span>,
}

/// What a place does for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It says it.
    Written,
    /// It says it for one environment, which has this name.
    Override(String),
    /// Nobody wrote it: this rule of the language holds for what stands here.
    Default(&'static str),
    /// It uses what a `let`, a `param` or the name of a loop stands for.
    Reference,
    /// It is the item of the round of a loop.
    Loop,
    /// It brings in the template whose statement says it.
    Template,
}

/// Answers where lines come from. The sources are parsed once, however many lines are asked for.
#[derive(Debug)]
pub struct Tracer<'a> {
    sources: &'a SourceMap,
    trees: BTreeMap<FileId, Tree>,
}

impl<'a> Tracer<'a> {
    /// For apps whose origins refer to these sources.
    #[must_use]
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources, trees: BTreeMap::new() }
    }

    /// Where line `number` (from 1) of the output `path` comes from. `None` where the app has no such output,
    /// or was compiled without [`crate::Options::provenance`]; a line past the end counts as the last.
    pub fn trace(&mut self, app: &AppOutput, path: &str, number: u32) -> Option<Trace> {
        let file = app.files.iter().find(|f| f.path == path)?;
        let entry = file.lines.iter().rev().find(|l| l.line < number.max(1))?;
        let mut steps = Vec::new();
        let mut at: Option<OriginId> = Some(entry.origin);
        while let Some(origin) = at.and_then(|id| app.origins.get(id)) {
            match origin.via {
                Some(Via::Default(rule)) => steps.push(self.step(origin.span, How::Default(rule))),
                Some(Via::Reference(used)) => {
                    steps.push(self.step(origin.span, How::Written));
                    steps.push(self.step(used, How::Reference));
                }
                Some(Via::Loop(_)) => steps.push(self.step(origin.span, How::Loop)),
                Some(Via::Template(_)) => steps.push(self.step(origin.span, How::Template)),
                None => steps.push(self.step(origin.span, How::Written)),
            }
            at = origin.within;
        }
        (!steps.is_empty()).then_some(Trace { steps })
    }

    fn step(&mut self, span: Span, how: How) -> Step {
        let mut around = Around { span, within: Vec::new(), environment: None };
        let is_source = |f: &&SourceFile| f.name().ends_with(".app") || f.name().starts_with("wharf:");
        if let Some(file) = self.sources.get(span.file).filter(is_source) {
            let parsed = || wharf_syntax::parse(span.file, file.text()).tree;
            around.look(&self.trees.entry(span.file).or_insert_with(parsed).stmts);
        }
        let how = match (how, around.environment) {
            (How::Written, Some(environment)) => How::Override(environment),
            (how, _) => how,
        };
        Step { span, how, within: around.within }
    }
}

/// The statements around a place.
struct Around {
    span: Span,
    within: Vec<Span>,
    environment: Option<String>,
}

impl Around {
    fn look(&mut self, stmts: &[Stmt]) {
        let Some(stmt) = stmts.iter().find(|s| s.span.contains(self.span)) else { return };
        let blocks: Vec<&Block> = match &stmt.kind {
            StmtKind::Template { body, .. } | StmtKind::For { body, .. } => vec![body],
            StmtKind::If(stmt) => stmt.blocks().collect(),
            StmtKind::Plain(plain) => plain.block.iter().collect(),
            StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => Vec::new(),
        };
        let Some(block) = blocks.into_iter().find(|b| b.span.contains(self.span)) else { return };
        if let StmtKind::Plain(plain) = &stmt.kind
            && let (Head::Word(head), Some(wharf_syntax::tree::ExprKind::Word(name))) =
                (&plain.head, plain.args.first().map(|e| &e.kind))
            && head.text == "environment"
        {
            self.environment = Some(name.to_string());
        }
        self.within.push(Span { end: block.span.start.max(stmt.span.start), ..stmt.span });
        self.look(&block.stmts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Memory, Options};

    const SOURCE: &str = "let size = 64Mi
template small(image string) {
  image image
  memory size
}
app shop {
  for name in [\"a\", \"b\"] {
    service (name) { extends small(image: \"nginx:1.29\"); user 101; port http 8080 }
  }
  environment prod { service a { memory 128Mi } }
}
";

    /// What a line of an output of the environment `prod` comes from: each step's kind and text.
    fn steps(path: &str, line: &str) -> Vec<(How, String)> {
        let options = Options { all_environments: true, provenance: true, ..Options::default() };
        let compiled = crate::compile(&Memory::new([("main.app", SOURCE)]), &["main.app"], &options);
        assert!(!compiled.report.has_errors(), "{:?}", compiled.report.diagnostics);
        let app = compiled.apps.iter().find(|a| a.folder == "shop.prod").unwrap();
        let text = String::from_utf8(app.files.iter().find(|f| f.path == path).unwrap().contents.clone()).unwrap();
        let number = text.lines().position(|l| l.ends_with(line)).unwrap_or_else(|| panic!("no `{line}` in {text}"));
        let sources = &compiled.report.sources;
        let mut tracer = Tracer::new(sources);
        assert_eq!(tracer.trace(app, "none", 1), None);
        let found = tracer.trace(app, path, u32::try_from(number + 1).unwrap()).unwrap();
        found.steps.into_iter().map(|s| (s.how, sources.slice(s.span).to_owned())).collect()
    }

    fn texts(steps: &[(How, String)]) -> Vec<(How, &str)> {
        steps.iter().map(|(how, text)| (how.clone(), text.as_str())).collect()
    }

    #[test]
    fn a_line_leads_through_templates_loops_environments_and_defaults() {
        let image = steps("kubernetes/service-b.yaml", "image: nginx:1.29");
        assert_eq!(texts(&image), [(How::Written, "\"nginx:1.29\""), (How::Reference, "image"), (How::Loop, "\"b\""),]);
        let memory = steps("kubernetes/service-a.yaml", "memory: 128Mi");
        assert_eq!(texts(&memory), [(How::Override(String::from("prod")), "128Mi")]);
        let rule = steps("kubernetes/service-b.yaml", "cpu: 100m");
        assert!(matches!(rule.first(), Some((How::Default(rule), _)) if rule.contains("100m")), "{rule:?}");
    }
}
