//! What can be folded.

use wharf_syntax::tree::{Block, Stmt, StmtKind};

use crate::data::{Fold, FoldKind, TextRange};
use crate::view::View;

/// What can be folded in the file, in the order of the beginnings.
pub(crate) fn folds(view: &View) -> Vec<Fold> {
    let source = &view.source;
    let mut out: Vec<Fold> = Vec::new();
    let mut todo: Vec<&[Stmt]> = vec![&source.tree().stmts];
    while let Some(stmts) = todo.pop() {
        for block in stmts.iter().flat_map(blocks) {
            out.push(Fold { range: block.span.into(), kind: FoldKind::Block });
            todo.push(&block.stmts);
        }
    }
    let lines = |r: TextRange| source.text().get(r.start as usize..r.end as usize).is_some_and(|t| t.contains('\n'));
    out.retain(|f| lines(f.range));
    out.sort_by_key(|f| f.range);
    out
}

/// The blocks of a statement.
fn blocks(stmt: &Stmt) -> Vec<&Block> {
    match &stmt.kind {
        StmtKind::Template { body, .. } | StmtKind::For { body, .. } => vec![body],
        StmtKind::If(chosen) => chosen.blocks().collect(),
        StmtKind::Plain(plain) => plain.block.iter().collect(),
        StmtKind::Use { .. } | StmtKind::Let { .. } | StmtKind::Param(_) | StmtKind::Error => Vec::new(),
    }
}
