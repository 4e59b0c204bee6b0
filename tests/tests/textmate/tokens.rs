//! The rules of what every statement is made of: comments, texts, numbers, names, brackets, types.

use serde_json::{Map, Value};
use wharf_analysis::functions;
use wharf_syntax::units::{Quantity, UNITS};

use crate::rule::{END, ENDS, Rule, UNBOUND, WORD, include, includes, one_of};

/// Signs, the longest first.
const SIGNS: &str = r"->|\?\?|\.\.|==|!=|<=|>=|[=<>+\-*/|?]";

/// Signs and words after which an expression goes on in the next line.
const OPEN: &str =
    r"->|\?\?|==|!=|<=|>=|[<>+\-*/|]|(?<![A-Za-z0-9_.-])(?:and|or|not|in|if|then|else)(?![A-Za-z0-9_]|-[A-Za-z0-9])";

/// How many `#` a raw text may stand between. More than three are read as texts without interpolation.
const HASHES: usize = 3;

/// Adds all of them.
pub(crate) fn add(rules: &mut Map<String, Value>) {
    let mut add = |name: &str, rule: Value| drop(rules.insert(name.to_owned(), rule));
    add("comment", comment());
    add("string", Rule::choice(strings()));
    add("number", Rule::choice(numbers()));
    add("operator", Rule::matching(SIGNS).name("keyword.operator").json());
    add("name", Rule::choice(names()));
    add("continuation", continuation());
    for (prefix, end) in [("", ""), ("inline-", "|$")] {
        for (name, rule) in brackets(prefix, end) {
            add(&name, rule);
        }
    }
    add(
        "expression",
        Rule::choice(includes(&["comment", "string", "number", "parens", "list", "map", "operator", "name"])),
    );
    // What stands in a text that ends with its line ends there, too.
    add(
        "inline-expression",
        Rule::choice(includes(&["string", "number", "inline-parens", "inline-list", "inline-map", "operator", "name"])),
    );
    let open = Rule::between(format!(r"({SIGNS})\s*(\{{)"), r"\}").groups(&[(1, "keyword.operator")]);
    add("operand-map", open.holds(includes(&["key", "expression"])).json());
    add("value", value());
    add("type", Rule::choice(types()));
    add("bounds", bounds());
    add(
        "arguments",
        Rule::choice(includes(&[
            "comment",
            "value",
            "continuation",
            "string",
            "number",
            "parens",
            "list",
            "operand-map",
            "operator",
            "name",
        ])),
    );
    // In the head of an `if` or `for`, "{" opens a block always.
    add(
        "head",
        Rule::choice(includes(&["comment", "continuation", "string", "number", "parens", "list", "operator", "name"])),
    );
}

fn comment() -> Value {
    let line = |pattern: &str, scope: &str| {
        Rule::matching(pattern).name(scope).groups(&[(1, "punctuation.definition.comment")]).json()
    };
    Rule::choice([line("(///)(?!/).*", "comment.line.documentation"), line("(//).*", "comment.line.double-slash")])
}

fn escape() -> Value {
    Rule::choice([
        Rule::matching(r#"\\(?:[ntr\\"]|u\{[0-9A-Fa-f]{1,6}\})"#).name("constant.character.escape").json(),
        Rule::matching(r"\\.").name("invalid.illegal.escape").json(),
    ])
}

fn interpolation(begin: &str, end: &str, inside: &str) -> Value {
    Rule::between(begin, end)
        .name("meta.template.expression")
        .groups(&[(0, "punctuation.definition.template-expression.begin")])
        .ends("punctuation.definition.template-expression.end")
        .holds([include(inside)])
        .json()
}

fn strings() -> Vec<Value> {
    let string = |begin: &str, end: &str, scope: &str, inside: Vec<Value>| {
        Rule::between(begin, end)
            .name(scope)
            .groups(&[(0, "punctuation.definition.string.begin")])
            .ends("punctuation.definition.string.end")
            .holds(inside)
            .json()
    };
    let block = vec![interpolation(r"\\\(", r"\)", "expression"), escape()];
    let quoted = vec![interpolation(r"\\\(", r"\)|$", "inline-expression"), escape()];
    let mut out = vec![string("\"\"\"", "\"\"\"", "string.quoted.triple", block)];
    out.push(string("\"", "\"|$", "string.quoted.double", quoted));
    for n in 1..=HASHES {
        let hashes = "#".repeat(n);
        let inside = vec![interpolation(&format!(r"\\{hashes}\("), r"\)|$", "inline-expression")];
        out.push(string(&format!("{hashes}\""), &format!("\"{hashes}|$"), "string.quoted.other.raw", inside));
    }
    out.push(string("(#+)\"", r#""\1|$"#, "string.quoted.other.raw", Vec::new()));
    out
}

/// Amounts with their units, and what else begins with a digit.
fn numbers() -> Vec<Value> {
    let mut all: Vec<&str> = UNITS.iter().map(|u| u.name).collect();
    all.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let times: Vec<&str> = UNITS.iter().filter(|u| u.quantity == Quantity::Duration).map(|u| u.name).collect();
    let (all, times) = (all.join("|"), times.join("|"));
    let digits = "[0-9](?:_?[0-9])*";
    let unit = "keyword.other.unit";
    let number = |pattern: String| Rule::matching(pattern).name("constant.numeric");
    vec![
        number(String::from("0(?:[xX][0-9A-Fa-f_]+|[oO][0-7_]+|[bB][01_]+)(?![A-Za-z0-9_])")).json(),
        number(format!("(?:[0-9]+(?:{times})){{2,}}(?![A-Za-z0-9_])")).json(),
        number(format!(r"{digits}(?:\.{digits})?({all})?(?![A-Za-z0-9_%/]|\.[0-9])")).groups(&[(1, unit)]).json(),
        number(format!(r"{digits}(?:\.{digits})?(%)")).groups(&[(1, unit)]).json(),
        number(format!("{digits}(/(?:s|min|h|d))(?![A-Za-z0-9_])")).groups(&[(1, unit)]).json(),
        number(format!(r"{digits}[A-Za-z0-9_]*")).json(),
    ]
}

/// Names where a value stands. What stands behind a dot belongs to what is before it.
fn names() -> Vec<Value> {
    let dot = "punctuation.accessor";
    let built_in = |word: &str, own: &str, member: &str| {
        Rule::matching(format!(r"({word}){ENDS}(?:(\.)({WORD}))?(?:(\.)({WORD}))?"))
            .groups(&[(1, own), (2, dot), (3, member), (4, dot), (5, member)])
            .json()
    };
    let property = "variable.other.property";
    vec![
        Rule::matching(format!(r"(\.)({WORD})")).groups(&[(1, dot), (2, property)]).json(),
        Rule::matching(format!(r"({WORD})\s*(:)"))
            .groups(&[(1, "variable.other.enummember"), (2, "punctuation.separator")])
            .json(),
        built_in("secrets", "entity.name.function.preprocessor", "entity.name.function.preprocessor"),
        built_in("settings", "variable.parameter", "variable.parameter"),
        Rule::matching(format!(r"(images){ENDS}(?:(\.)({WORD}))?"))
            .groups(&[(1, "variable.language"), (2, dot), (3, "entity.name.type.class")])
            .json(),
        Rule::matching(one_of(["true", "false"])).name("constant.language.boolean").json(),
        Rule::matching(one_of(["self", "services", "pod"])).name("variable.language").json(),
        Rule::matching(one_of(["and", "or", "not", "in"])).name("keyword.control.operator").json(),
        Rule::matching(one_of(["if", "then", "else"])).name("keyword.control.conditional").json(),
        Rule::matching(format!(r"{}(?=\()", one_of(functions().iter().map(|f| f.name))))
            .name("support.function")
            .json(),
        Rule::matching(format!(r"{WORD}(?=\()")).name("entity.name.function").json(),
        Rule::matching(WORD).name("variable.other.readwrite").json(),
    ]
}

/// An expression whose line ends with an operator goes on in the next one.
fn continuation() -> Value {
    Rule::between(format!(r"({OPEN})[ \t]*(//.*)?$"), r"(?=[^\s/]|/(?!/))")
        .groups(&[(1, "keyword.operator"), (2, "comment.line.double-slash")])
        .holds([include("comment")])
        .json()
}

/// Brackets, in which lines do not end a statement. A `}` ends those that are open.
fn brackets(prefix: &str, end: &str) -> Vec<(String, Value)> {
    let inside = format!("{prefix}expression");
    let bracket = |name: &str, begin: &str, ends: &str, patterns: &[&str]| {
        let rule = Rule::between(begin, format!("{ends}{end}")).holds(includes(patterns)).json();
        (format!("{prefix}{name}"), rule)
    };
    let mut out = vec![
        bracket("parens", r"\(", r"\)|(?=\})", &[&inside]),
        bracket("list", r"\[", r"\]|(?=\})", &[&inside]),
        bracket("map", r"\{", r"\}", &["key", &inside]),
    ];
    if prefix.is_empty() {
        let key = format!(r"{WORD}(?=\s*(?:=(?!=)|\{{))");
        out.push((String::from("key"), Rule::matching(key).name("variable.other.property").json()));
    }
    out
}

/// What follows `=` in a statement: there, "{" opens a map. It may begin in the next line.
fn value() -> Value {
    Rule::between(r"(=)(?!=)[ \t]*(//.*)?", r"(?=[;}])|(?!\G)(?=\n)")
        .groups(&[(1, "keyword.operator"), (2, "comment.line.double-slash")])
        .holds(includes(&["continuation", "expression"]))
        .json()
}

fn types() -> Vec<Value> {
    vec![
        include("comment"),
        include("continuation"),
        include("string"),
        Rule::between(r"\(", r"\)|(?=\})").holds([include("type")]).json(),
        Rule::matching(r"[|?]").name("keyword.operator").json(),
        Rule::matching(WORD).name("entity.name.type").json(),
    ]
}

/// Between what a param's value has to lie.
fn bounds() -> Value {
    Rule::between(format!("in{ENDS}"), "(?=[=,);}])|$")
        .groups(&[(0, "keyword.control.operator")])
        .holds([include("expression")])
        .json()
}

/// The statements that the grammar knows, but for `if` and `for`: they may stand in every block.
pub(crate) fn statements() -> Vec<(&'static str, Value)> {
    let let_ = Rule::between(format!(r"(let)\s+({WORD}){UNBOUND_LET}"), END)
        .groups(&[(1, "keyword.control.declaration"), (2, "variable.other.readwrite")])
        .holds(includes(&["comment", "value"]));
    let use_ = Rule::between("(use)(?=\\s*[\"#])", END).groups(&[(1, "keyword.control.import")]).holds([
        include("comment"),
        include("string"),
        Rule::matching(format!(r"(as)\s+({WORD})"))
            .groups(&[(1, "keyword.control.import"), (2, "entity.name.namespace")])
            .json(),
    ]);
    let param = Rule::between(format!(r"(param)\s+({WORD})"), END)
        .groups(&[(1, "keyword.control.declaration"), (2, "variable.other.readwrite")])
        .holds(includes(&["comment", "value", "bounds", "type"]));
    let default = Rule::between("=", r"(?=[,)}])").groups(&[(0, "keyword.operator")]).holds([include("expression")]);
    let declared = Rule::between(WORD, r"(?=[,)}])").groups(&[(0, "variable.other.readwrite")]).holds([
        include("comment"),
        default.json(),
        include("bounds"),
        include("type"),
    ]);
    let params = Rule::between(r"\(", r"\)|(?=\})").holds([include("comment"), declared.json()]);
    let template = Rule::between(format!(r"(template)\s+({WORD})(?=\s*\()"), END)
        .groups(&[(1, "keyword.control.declaration"), (2, "entity.name.type.struct")])
        .holds([include("comment"), params.json(), include("braces-any")]);
    vec![("let", let_.json()), ("use", use_.json()), ("param", param.json()), ("template", template.json())]
}

/// A `let` has a name and then its value.
const UNBOUND_LET: &str = r"(?=\s*(?:=|$|//))";

/// `if`, `else` and `for` in a block of a kind: their own blocks are of the same kind.
pub(crate) fn flow(braces: &str) -> Value {
    let heads = format!(r"(?:(if|else(?:\s+if)?){ENDS}{UNBOUND}|(for)\s+({WORD})(?:\s*,\s*({WORD}))?\s+(in){ENDS})");
    let (word, name) = ("keyword.control.flow", "variable.other.readwrite");
    Rule::between(heads, END)
        .groups(&[(1, word), (2, word), (3, name), (4, name), (5, word)])
        .holds([
            include(braces),
            Rule::matching(format!(r"(?:if|else(?:\s+if)?){ENDS}")).name(word).json(),
            include("head"),
        ])
        .json()
}
