//! Random programs that are right: an app and a file that it uses, with lets, params, templates,
//! loops, conditions and environments.

use crate::Dice;

/// A statement with its blocks.
#[derive(Clone, Debug)]
pub struct Node {
    /// What stands before the block.
    pub head: String,
    /// The block, where it has one.
    pub block: Option<Vec<Node>>,
    /// The block behind `else`.
    pub otherwise: Option<Vec<Node>>,
}

impl Node {
    /// A statement without a block.
    #[must_use]
    pub fn line(head: impl Into<String>) -> Self {
        Self { head: head.into(), block: None, otherwise: None }
    }

    /// A statement with a block.
    #[must_use]
    pub fn block(head: impl Into<String>, block: Vec<Self>) -> Self {
        Self { head: head.into(), block: Some(block), otherwise: None }
    }

    fn render(&self, depth: usize, out: &mut String) {
        let pad = "  ".repeat(depth);
        out.push_str(&format!("{pad}{}", self.head));
        for (word, block) in [("", &self.block), (" else", &self.otherwise)] {
            let Some(block) = block else { continue };
            out.push_str(&format!("{word} {{\n"));
            for node in block {
                node.render(depth + 1, out);
            }
            out.push_str(&format!("{pad}}}"));
        }
        out.push('\n');
    }

    /// Brings the statements of all blocks into another order.
    fn shuffle(&mut self, dice: &mut Dice) {
        for block in [&mut self.block, &mut self.otherwise].into_iter().flatten() {
            // The steps of an image are a sequence.
            if !self.head.starts_with("image ") {
                dice.shuffle(block);
            }
            for node in block {
                node.shuffle(dice);
            }
        }
    }
}

/// A program: `main.app` and the `base.app` that it uses.
#[derive(Clone, Debug)]
pub struct Program {
    /// The statements of `main.app`.
    pub main: Vec<Node>,
    /// The statements of `base.app`.
    pub base: Vec<Node>,
}

impl Program {
    /// A program of a seed.
    #[must_use]
    pub fn random(dice: &mut Dice) -> Self {
        Generator { dice, texts: Vec::new(), ints: Vec::new() }.program()
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> Vec<(String, String)> {
        let text = |all: &[Node]| {
            let mut out = String::new();
            for node in all {
                node.render(0, &mut out);
            }
            out
        };
        vec![(String::from("main.app"), text(&self.main)), (String::from("base.app"), text(&self.base))]
    }

    /// The same declarations in another order.
    #[must_use]
    pub fn shuffled(&self, dice: &mut Dice) -> Self {
        let mut out = self.clone();
        for all in [&mut out.main, &mut out.base] {
            dice.shuffle(all);
            for node in all {
                node.shuffle(dice);
            }
        }
        out
    }

    /// The statements of the app.
    ///
    /// # Panics
    /// Where there is no app.
    #[must_use]
    #[allow(clippy::unwrap_used)]
    pub fn app(&mut self) -> &mut Vec<Node> {
        self.main.iter_mut().find(|n| n.head.starts_with("app ")).and_then(|n| n.block.as_mut()).unwrap()
    }
}

/// Makes programs. The names are those that an expression may use.
struct Generator<'d> {
    dice: &'d mut Dice,
    texts: Vec<String>,
    ints: Vec<String>,
}

impl Generator<'_> {
    fn chance(&mut self, percent: usize) -> bool {
        self.dice.roll(100) < percent
    }

    fn int(&mut self, depth: usize) -> String {
        let names: Vec<String> = self.ints.clone();
        match self.dice.roll(if depth == 0 { 3 } else { 7 }) {
            0 => self.dice.roll(9).to_string(),
            1 | 2 if !names.is_empty() => self.dice.pick(&names).clone(),
            1 | 2 => String::from("7"),
            3 => format!("({} + {})", self.int(depth - 1), self.int(depth - 1)),
            4 => format!("({} * {})", self.int(depth - 1), self.int(depth - 1)),
            5 => format!("len({})", self.text(depth - 1)),
            _ => format!("(if {} then {} else {})", self.truth(depth - 1), self.int(depth - 1), self.int(depth - 1)),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        let names: Vec<String> = self.texts.clone();
        match self.dice.roll(if depth == 0 { 4 } else { 12 }) {
            0 => format!("\"{}\"", self.dice.pick(&["a", "Bee", "c d", "e-f", "$HOME", "é", "{{ x }}"])),
            1..=3 if !names.is_empty() => self.dice.pick(&names).clone(),
            1..=3 => String::from("\"z\""),
            4 => format!("upper({})", self.text(depth - 1)),
            5 => format!("join([{}, {}], \"-\")", self.text(depth - 1), self.text(depth - 1)),
            6 => format!("\"<\\({})\\({})>\"", self.int(depth - 1), self.text(depth - 1)),
            7 => format!("trim({})", self.text(depth - 1)),
            8 => format!("replace({}, \"e\", \"3\")", self.text(depth - 1)),
            9 => format!("(if {} then {} else {})", self.truth(depth - 1), self.text(depth - 1), self.text(depth - 1)),
            10 => format!("({{ a = {}; b = \"x\" }}).a", self.text(depth - 1)),
            _ => format!("[{}, {}][{}]", self.text(depth - 1), self.text(depth - 1), self.dice.roll(2)),
        }
    }

    fn truth(&mut self, depth: usize) -> String {
        match self.dice.roll(if depth == 0 { 2 } else { 6 }) {
            0 => String::from("true"),
            1 => String::from("false"),
            2 => format!("({} < {})", self.int(depth - 1), self.int(depth - 1)),
            3 => format!("({} == {})", self.text(depth - 1), self.text(depth - 1)),
            4 => format!("(not {})", self.truth(depth - 1)),
            _ => format!("contains({}, \"a\")", self.text(depth - 1)),
        }
    }

    /// Variables. `mark` keeps those of one block apart from others'.
    fn variables(&mut self, mark: &str) -> Node {
        let mut all = vec![Node::line(format!("{mark}_0 = {}", self.text(2)))];
        if self.chance(40) {
            all.push(Node::line(format!("{mark}_S = \"k\\(secrets.key)\"")));
        }
        if self.chance(40) {
            let entry = Node::line(format!("\"{mark}_F\\(i)\" = \"\\(i * 2)\""));
            all.push(Node::block(format!("for i in 1..{}", 1 + self.dice.roll(3)), vec![entry]));
        }
        if self.chance(40) {
            let (a, b) = (self.text(2), self.text(1));
            let mut node = Node::block(format!("if {}", self.truth(2)), vec![Node::line(format!("{mark}_I = {a}"))]);
            node.otherwise = self.chance(60).then(|| vec![Node::line(format!("{mark}_I = {b}"))]);
            all.push(node);
        }
        if self.chance(30) {
            all.push(Node::line(format!("let own = {}", self.text(1))));
            all.push(Node::line(format!("{mark}_L = own")));
        }
        Node::block("env", all)
    }

    /// Statements that a service or a template of services may have, whatever else it has.
    fn statements(&mut self, mark: &str) -> Vec<Node> {
        let mut all = vec![self.variables(mark)];
        if self.chance(40) {
            all.push(Node::line(format!("label \"example.com/{}\" = \"v\\({})\"", mark.to_lowercase(), self.int(1))));
        }
        if self.chance(30) {
            all.push(Node::line(format!("annotation \"example.com/{}\" = {}", mark.to_lowercase(), self.text(2))));
        }
        if self.chance(30) {
            let scratch = Node::line(format!("scratch \"/var/{}/\\(at)\" 8Mi", mark.to_lowercase()));
            all.push(Node::block("for at in [\"x\", \"y\"]", vec![scratch]));
        }
        all
    }

    fn service(&mut self, name: &str, template: &str) -> Node {
        let mut all = vec![
            Node::line("image \"acme/\\(tag):1.0\""),
            Node::line("user 10001"),
            Node::line("port http 8080"),
            Node::block(
                "ready http \"/ready\" on http with wget",
                vec![Node::line(format!("every {}s", 2 + self.dice.roll(9)))],
            ),
        ];
        let argument = self.text(2);
        all.push(Node::line(format!("extends {template}({argument})")));
        if self.chance(50) {
            all.push(Node::line(format!("extends base.sized(\"{}\")", self.dice.pick(&["s", "l"]))));
        } else {
            all.push(Node::line("memory 64Mi..128Mi"));
        }
        if self.chance(40) {
            all.push(Node::line(format!("scale {}", 1 + self.dice.roll(3))));
        }
        all.extend(self.statements("OWN"));
        Node::block(format!("service {name}"), all)
    }

    fn environment(&mut self, name: &str, services: &[String]) -> Node {
        let on = if self.chance(20) { " on kubernetes" } else { "" };
        let mut all = Vec::new();
        if self.chance(60) {
            all.push(Node::line(format!("count = {}", 1 + self.dice.roll(4))));
        }
        if self.chance(60) {
            all.push(Node::line(format!("tag = \"t{}\"", self.dice.roll(9))));
        }
        if self.chance(60) {
            let name = self.dice.pick(services).clone();
            let mut inside = vec![Node::line(format!("scale {}", 1 + self.dice.roll(5)))];
            if self.chance(60) {
                inside.push(Node::block("env", vec![Node::line(format!("OWN_0 = {}", self.text(2)))]));
            }
            if self.chance(40) {
                inside.push(Node::line(format!("add port extra {}", 9000 + self.dice.roll(9))));
            }
            all.push(Node::block(format!("service {name}"), inside));
        }
        if self.chance(40) {
            let mut added = self.service("brought", "local");
            added.head = String::from("add service brought");
            all.push(added);
        }
        if self.chance(30) {
            all.push(Node::block(format!("if {}", self.truth(1)), vec![Node::line("namespace \"chosen\"")]));
        }
        Node::block(format!("environment {name}{on}"), all)
    }

    fn program(mut self) -> Program {
        let base = vec![
            Node::line("let sizes = { s = 64Mi..128Mi; l = 256Mi..512Mi }"),
            Node::line(format!("param suffix string = {}", self.text(1))),
            Node::block(
                "template sized(size \"s\" | \"l\" = \"s\")",
                vec![
                    Node::line("memory sizes[size]"),
                    Node::line("annotation \"example.com/size\" = \"\\(size)\\(suffix)\""),
                ],
            ),
        ];
        self.texts.push(String::from("base.suffix"));
        let mut app = vec![
            Node::line(format!("param count int in 0..9 = {}", 1 + self.dice.roll(3))),
            Node::line(format!("param tag string = \"t{}\"", self.dice.roll(9))),
            Node::line("secrets { key }"),
        ];
        self.ints.push(String::from("count"));
        self.texts.push(String::from("tag"));
        for i in 0..1 + self.dice.roll(5) {
            let depth = 1 + self.dice.roll(3);
            let (name, value) =
                if self.chance(40) { (format!("n{i}"), self.int(depth)) } else { (format!("x{i}"), self.text(depth)) };
            app.push(Node::line(format!("let {name} = {value}")));
            if name.starts_with('n') { &mut self.ints } else { &mut self.texts }.push(name);
        }
        // In the body of a template, its param is in sight.
        self.texts.push(String::from("given"));
        let body = self.statements("LOCAL");
        self.texts.pop();
        app.push(Node::block("template local(given string)", body));
        let mut services = Vec::new();
        for i in 0..1 + self.dice.roll(3) {
            let name = format!("s{i}");
            app.push(self.service(&name, "local"));
            services.push(name);
        }
        if self.chance(60) {
            let repeated = self.service("(\"r\\(i)\")", "local");
            app.push(Node::block("for i in 1..count", vec![repeated]));
        }
        if self.chance(60) {
            let rule = Node::line("\"/\" -> s0.http");
            app.push(Node::block(
                "for host in [\"a\", \"b\"]",
                vec![Node::block("route \"\\(host).localhost\"", vec![rule])],
            ));
        }
        if self.chance(50) {
            app.push(Node::block(
                format!("if {}", self.truth(2)),
                vec![Node::block("config texts", vec![Node::line(format!("main = {}", self.text(2)))])],
            ));
        }
        for name in ["one", "two"].into_iter().take(self.dice.roll(3)) {
            app.push(self.environment(name, &services));
        }
        let main = vec![Node::line("use \"./base.app\" as base"), Node::block("app a", app)];
        Program { main, base }
    }
}
