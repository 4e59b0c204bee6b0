//! The tree as compact text: one line a statement, expressions in prefix form.

use std::fmt::Write;

use crate::tree::{
    BindOp, Block, Else, Expr, ExprKind, Head, IfStmt, MapKey, Number, ParamDecl, Stmt, StmtKind, StringLit,
    StringPart, StringStyle, Tree, Type, TypeAltKind, UnaryOp,
};

pub(super) fn dump(tree: &Tree) -> String {
    let mut out = String::new();
    stmts(&mut out, &tree.stmts, 0);
    out
}

fn stmts(out: &mut String, list: &[Stmt], depth: usize) {
    for stmt in list {
        let pad = "  ".repeat(depth);
        if let Some(doc) = &stmt.doc {
            let _ = writeln!(out, "{pad}/// {:?}", doc.text);
        }
        let _ = write!(out, "{pad}");
        one(out, stmt, depth);
    }
}

fn block(out: &mut String, b: &Block, depth: usize) {
    if b.stmts.is_empty() {
        out.push_str(" {}\n");
    } else {
        out.push_str(" {\n");
        stmts(out, &b.stmts, depth + 1);
        let _ = writeln!(out, "{}}}", "  ".repeat(depth));
    }
}

fn one(out: &mut String, stmt: &Stmt, depth: usize) {
    match &stmt.kind {
        StmtKind::Use { path, name } => {
            let _ = writeln!(out, "use {} {}", string(path), name.text);
        }
        StmtKind::Let { name, value } => {
            let _ = writeln!(out, "let {} = {}", name.text, expr(value));
        }
        StmtKind::Param(p) => {
            let _ = writeln!(out, "param {}", param(p));
        }
        StmtKind::Template { name, params, body } => {
            let params: Vec<String> = params.iter().map(param).collect();
            let _ = write!(out, "template {}({})", name.text, params.join(", "));
            block(out, body, depth);
        }
        StmtKind::If(s) => if_(out, s, depth),
        StmtKind::For { names, over, body } => {
            let names: Vec<&str> = names.iter().map(|n| n.text.as_str()).collect();
            let _ = write!(out, "for {} in {}", names.join(","), expr(over));
            block(out, body, depth);
        }
        StmtKind::Plain(p) => {
            out.push_str(&match &p.head {
                Head::Word(w) => w.text.clone(),
                Head::String(s) => string(s),
                Head::Expr(e) => expr(e),
            });
            for a in &p.args {
                let _ = write!(out, " {}", expr(a));
            }
            if let Some(b) = &p.value {
                let op = if b.op == BindOp::Equals { "=" } else { "->" };
                let _ = write!(out, " {op} {}", expr(&b.value));
            }
            match &p.block {
                Some(b) => block(out, b, depth),
                None => out.push('\n'),
            }
        }
        StmtKind::Error => out.push_str("<error>\n"),
    }
}

fn if_(out: &mut String, s: &IfStmt, depth: usize) {
    let _ = write!(out, "if {}", expr(&s.condition));
    block(out, &s.then, depth);
    let pad = "  ".repeat(depth);
    match s.otherwise.as_deref() {
        Some(Else::If(s)) => {
            let _ = write!(out, "{pad}else ");
            if_(out, s, depth);
        }
        Some(Else::Block(b)) => {
            let _ = write!(out, "{pad}else");
            block(out, b, depth);
        }
        None => {}
    }
}

fn param(p: &ParamDecl) -> String {
    let mut out = format!("{}: {}", p.name.text, ty(&p.ty));
    if let Some(b) = &p.bounds {
        let _ = write!(out, " in {}", expr(b));
    }
    if let Some(d) = &p.default {
        let _ = write!(out, " = {}", expr(d));
    }
    out
}

fn ty(t: &Type) -> String {
    let alts = t.alternatives.iter().map(|a| {
        let kind = match &a.kind {
            TypeAltKind::Word(s) => string(s),
            TypeAltKind::Named { name, arg: Some(arg) } => format!("{}({})", name.text, ty(arg)),
            TypeAltKind::Named { name, arg: None } => name.text.clone(),
        };
        if a.optional { format!("{kind}?") } else { kind }
    });
    let alts: Vec<String> = alts.collect();
    if alts.is_empty() { "<error>".into() } else { alts.join(" | ") }
}

pub(super) fn string(s: &StringLit) -> String {
    let parts: Vec<String> = s
        .parts
        .iter()
        .map(|p| match p {
            StringPart::Text { text, .. } => format!("{text:?}"),
            StringPart::Expr(e) => format!("\\{}", expr(e)),
        })
        .collect();
    let mark = match s.style {
        StringStyle::Quoted => "",
        StringStyle::Block => "block:",
        StringStyle::Raw => "raw:",
    };
    match parts.as_slice() {
        [] => format!("{mark}\"\""),
        [only] => format!("{mark}{only}"),
        _ => format!("{mark}<{}>", parts.join(" ")),
    }
}

fn number(n: Number) -> String {
    match n {
        Number::Int(n) => n.to_string(),
        Number::Float(n) => format!("{n:?}"),
        Number::Bytes(n) => format!("{n}B"),
        Number::MilliCpu(n) => format!("{n}m"),
        Number::Millis(n) => format!("{n}ms"),
        Number::Percent(n) => format!("{n}%%"),
        Number::Rate { count, per_millis } => format!("{count}/{per_millis}ms"),
    }
}

pub(super) fn expr(e: &Expr) -> String {
    match &e.kind {
        ExprKind::Word(w) => w.clone(),
        ExprKind::String(s) => string(s),
        ExprKind::Number(n) => number(n.value),
        ExprKind::Paren(e) => format!("({})", expr(e)),
        ExprKind::List(items) => format!("[{}]", items.iter().map(expr).collect::<Vec<_>>().join(", ")),
        ExprKind::Map(entries) => {
            let entries = entries.iter().map(|e| {
                let key = match &e.key {
                    MapKey::Word(w) => w.text.clone(),
                    MapKey::String(s) => string(s),
                };
                format!("{key} = {}", expr(&e.value))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        ExprKind::Field { base, name } => format!("{}.{}", expr(base), name.text),
        ExprKind::Call { callee, args } => {
            let args = args.iter().map(|a| match &a.label {
                Some(l) => format!("{}: {}", l.text, expr(&a.value)),
                None => expr(&a.value),
            });
            format!("{}({})", expr(callee), args.collect::<Vec<_>>().join(", "))
        }
        ExprKind::Index { base, index } => format!("{}[{}]", expr(base), expr(index)),
        ExprKind::Unary { op, operand } => {
            let op = if *op == UnaryOp::Not { "not" } else { "-" };
            format!("<{op} {}>", expr(operand))
        }
        ExprKind::Binary { op, left, right, .. } => format!("<{op:?} {} {}>", expr(left), expr(right)),
        ExprKind::Range { low, high } => {
            let end = |e: &Option<Box<Expr>>| e.as_ref().map_or(String::new(), |e| expr(e));
            format!("{}..{}", end(low), end(high))
        }
        ExprKind::If { condition, then, otherwise } => {
            format!("<if {} {} {}>", expr(condition), expr(then), expr(otherwise))
        }
        ExprKind::Error => "<error>".into(),
    }
}
