//! The untyped tree: what the source says, in its own order, with every span.
//!
//! The tree knows the one statement form and the expressions, and no word of the language: which
//! words there are, and what they take, is the vocabulary's business (`wharf-analysis`). A tree is
//! never deeper than [`crate::MAX_DEPTH`], so that walking and dropping it recursively is safe.

use wharf_diagnostics::{FileId, Span};

/// A whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The file it was read from.
    pub file: FileId,
    /// The statements, in their order.
    pub stmts: Vec<Stmt>,
    /// Every comment that is not documentation, in order; the formatter puts them back.
    pub comments: Vec<Comment>,
}

/// A `//` comment, without its line's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the slashes to the end of the line.
    pub span: Span,
    /// Whether something other than white space stands before it on its line.
    pub trailing: bool,
}

/// A word of the source: a name, a key or a word of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One statement with its documentation.
#[derive(Clone, Debug, PartialEq)]
pub struct Stmt {
    /// The whole statement, documentation not included.
    pub span: Span,
    /// The `///` lines before it, without slashes and one leading space, joined by newlines.
    pub doc: Option<Doc>,
    /// What it is.
    pub kind: StmtKind,
}

/// The `///` lines before a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// The text: slashes and one leading space stripped, lines joined by newlines.
    pub text: String,
    /// From the first slash to the end of the last line.
    pub span: Span,
}

/// The statement forms of the grammar.
#[derive(Clone, Debug, PartialEq)]
pub enum StmtKind {
    /// `use "path" as name`
    Use {
        /// The path, a string.
        path: StringLit,
        /// The name after `as`.
        name: Word,
    },
    /// `let name = expr`
    Let {
        /// The name.
        name: Word,
        /// Its value.
        value: Expr,
    },
    /// `param name type [in range] [= expr]`
    Param(ParamDecl),
    /// `template name(params) { … }`
    Template {
        /// The name.
        name: Word,
        /// What it takes.
        params: Vec<ParamDecl>,
        /// What it stands for.
        body: Block,
    },
    /// `if expr { … } [else …]`
    If(IfStmt),
    /// `for word[, word] in expr { … }`
    For {
        /// The names bound, one or two (key and value, or index and item).
        names: Vec<Word>,
        /// What is walked through.
        over: Expr,
        /// The body.
        body: Block,
    },
    /// Everything else: a head, arguments, a value, a block.
    Plain(Plain),
    /// Text that could not be parsed; a diagnostic stands for it. Later phases stay silent on it.
    Error,
}

/// The one form of all words of the language and of all entries:
/// `head arguments [("=" | "->") value] [block]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    /// A word, a string or a parenthesised expression.
    pub head: Head,
    /// The arguments: ranges of postfix terms.
    pub args: Vec<Expr>,
    /// What stands after `=` or `->`.
    pub value: Option<Binding>,
    /// The block.
    pub block: Option<Block>,
}

/// How a plain statement begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Head {
    /// A word.
    Word(Word),
    /// A quoted key or path.
    String(StringLit),
    /// A computed key: `(expr)`.
    Expr(Expr),
}

impl Head {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Word(w) => w.span,
            Self::String(s) => s.span,
            Self::Expr(e) => e.span,
        }
    }
}

/// `= value` or `-> value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Which of the two.
    pub op: BindOp,
    /// The sign itself.
    pub op_span: Span,
    /// Whether another sign stands there, which is reported: either may be meant.
    pub slipped: bool,
    /// What follows it.
    pub value: Expr,
}

/// The two signs that bind a value to a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindOp {
    /// `=`
    Equals,
    /// `->`
    Arrow,
}

/// `if expr block [else (if | block)]`
#[derive(Clone, Debug, PartialEq)]
pub struct IfStmt {
    /// The condition.
    pub condition: Expr,
    /// What holds if it is true.
    pub then: Block,
    /// What holds otherwise.
    pub otherwise: Option<Box<Else>>,
}

impl IfStmt {
    /// The blocks of all its branches, in their order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let mut next = Some(Branch::Of(self));
        std::iter::from_fn(move || match next.take()? {
            Branch::Of(at) => {
                next = at.otherwise.as_deref().map(|e| match e {
                    Else::If(i) => Branch::Of(i),
                    Else::Block(b) => Branch::Last(b),
                });
                Some(&at.then)
            }
            Branch::Last(block) => Some(block),
        })
    }
}

/// Where a walk over the branches of an `if` stands.
enum Branch<'t> {
    Of(&'t IfStmt),
    Last(&'t Block),
}

/// What stands after `else`.
#[derive(Clone, Debug, PartialEq)]
pub enum Else {
    /// `else if …`
    If(IfStmt),
    /// `else { … }`
    Block(Block),
}

/// `{ statements }`
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Both braces included.
    pub span: Span,
    /// The statements.
    pub stmts: Vec<Stmt>,
}

/// `name type [in range] [= default]`
#[derive(Clone, Debug, PartialEq)]
pub struct ParamDecl {
    /// The name.
    pub name: Word,
    /// The type.
    pub ty: Type,
    /// The bounds after `in`.
    pub bounds: Option<Expr>,
    /// The default.
    pub default: Option<Expr>,
}

/// Alternatives: `"free" | "pro"`, `string`, `list(int)?`.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The whole type.
    pub span: Span,
    /// At least one; none where the type could not be parsed and a diagnostic stands for it.
    pub alternatives: Vec<TypeAlt>,
}

/// One alternative of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeAlt {
    /// With its `?`.
    pub span: Span,
    /// What it is.
    pub kind: TypeAltKind,
    /// Whether `?` follows it.
    pub optional: bool,
}

/// The two kinds of alternatives.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeAltKind {
    /// A literal word of a word set.
    Word(StringLit),
    /// A named type, with its argument if it takes one.
    Named {
        /// `string`, `list` …
        name: Word,
        /// The type in parentheses.
        arg: Option<Box<Type>>,
    },
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands; parentheses included.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The forms of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A name or a bare word.
    Word(String),
    /// A string.
    String(StringLit),
    /// A number with its unit.
    Number(NumberLit),
    /// `(expr)`
    Paren(Box<Expr>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a = 1 }`
    Map(Vec<MapEntry>),
    /// `base.name`
    Field {
        /// Before the dot.
        base: Box<Expr>,
        /// After it.
        name: Word,
    },
    /// `callee(args)`
    Call {
        /// What is called.
        callee: Box<Expr>,
        /// The arguments.
        args: Vec<Arg>,
    },
    /// `base[index]`
    Index {
        /// What is indexed.
        base: Box<Expr>,
        /// By what.
        index: Box<Expr>,
    },
    /// `-x`, `not x`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: Box<Expr>,
    },
    /// `a + b` …
    Binary {
        /// The operator.
        op: BinaryOp,
        /// The operator's own span.
        op_span: Span,
        /// Left.
        left: Box<Expr>,
        /// Right.
        right: Box<Expr>,
    },
    /// `a..b`, `a..`, `..b`
    Range {
        /// The lower end.
        low: Option<Box<Expr>>,
        /// The upper end.
        high: Option<Box<Expr>>,
    },
    /// `if c then a else b`
    If {
        /// The condition.
        condition: Box<Expr>,
        /// If true.
        then: Box<Expr>,
        /// If false.
        otherwise: Box<Expr>,
    },
    /// Text that could not be parsed; a diagnostic stands for it.
    Error,
}

/// One argument of a call: `name: value` or `value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// The name, if it is given.
    pub label: Option<Word>,
    /// The value.
    pub value: Expr,
}

/// One entry of a map. `a { … }` is written for `a = { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct MapEntry {
    /// The key: a word or a string.
    pub key: MapKey,
    /// The value.
    pub value: Expr,
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapKey {
    /// A bare word.
    Word(Word),
    /// A quoted key.
    String(StringLit),
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-`
    Negate,
    /// `not`
    Not,
}

/// Infix operators, in the order of their precedence, lowest first (`Eq` … `In` share one level
/// and do not associate; `..` lies between them and `+`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `??`
    Coalesce,
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `in`
    In,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringStyle {
    /// `"…"`
    Quoted,
    /// `"""…"""`
    Block,
    /// `#"…"#`, `#"""…"""#` is not a form.
    Raw,
}

/// A string with its interpolations.
#[derive(Clone, Debug, PartialEq)]
pub struct StringLit {
    /// Quotes included.
    pub span: Span,
    /// How it is written.
    pub style: StringStyle,
    /// Decoded text and interpolated expressions, in order; adjacent texts are one, empty ones are
    /// left out. A block string's common indent is stripped already and its final newline kept.
    pub parts: Vec<StringPart>,
}

impl StringLit {
    /// The text, where there is no interpolation.
    #[must_use]
    pub fn as_plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [StringPart::Text { text, .. }] => Some(text),
            _ => None,
        }
    }
}

/// One part of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum StringPart {
    /// Text, escapes decoded.
    Text {
        /// The decoded text.
        text: String,
        /// The source it was written as.
        span: Span,
    },
    /// `\(expr)`
    Expr(Expr),
}

/// A number and its suffix, decoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberLit {
    /// What it measures.
    pub value: Number,
}

/// Numbers by their unit. Exact: integers in the smallest unit of the quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// `8080`, `0o755`, `0x1f` (underscores allowed): no unit.
    Int(i64),
    /// `0.5`: no unit.
    Float(f64),
    /// `512Mi`, `64KB`, `1GiB`: bytes.
    Bytes(u64),
    /// `250m`: thousandths of a CPU.
    MilliCpu(u64),
    /// `500ms`, `30s`, `1h30min`, `1d`: milliseconds.
    Millis(u64),
    /// `70%`: hundredths of a per cent, so that `12.5%` is exact.
    Percent(u64),
    /// `100/s`, `5/min`: events by a period, kept as written.
    Rate {
        /// How many.
        count: u64,
        /// In how many milliseconds.
        per_millis: u64,
    },
}
