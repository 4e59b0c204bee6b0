//! `wharf graph`

use clap::{Args as ClapArgs, ValueEnum};
use wharf::{GraphFormat, Options};

use crate::args::{Inputs, ReportArgs, Values};
use crate::project;
use crate::report::Report;
use crate::run::{Outcome, Stop};
use crate::terminal::{Terminal, print};

/// `wharf graph`
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  \
    wharf graph shop.app\n  \
    wharf graph shop.app --env prod --as svg > shop.svg\n  \
    wharf graph shop.app --as dot | dot -Tpng > shop.png")]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) values: Values,
    /// How to write it
    #[arg(long = "as", value_enum, default_value_t = As::Mermaid, value_name = "FORMAT")]
    pub(crate) format: As,
}

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    /// A flowchart of Mermaid, for Markdown
    Mermaid,
    /// Graphviz's language
    Dot,
    /// A picture, for light and dark backgrounds
    Svg,
}

/// Prints who talks to whom, one graph for each app.
pub(crate) fn run(args: &GraphArgs, terminal: &Terminal) -> Result<Outcome, Stop> {
    let cwd = project::current()?;
    // Only errors are told: everything else is `check`'s to say.
    let told = ReportArgs::default();
    let mut report = Report::new(&told, terminal);
    let mut graphs = Vec::new();
    for project in project::find(&args.inputs, &cwd)? {
        let options =
            Options { targets: args.inputs.targets(), output: project.output(&project.dist), ..Options::default() };
        let options = args.values.options(&project, options)?;
        let (found, mut drawn) = wharf::graphs(&project.loader(), &project.files(), &options);
        let errors: Vec<_> = found.diagnostics.iter().filter(|d| d.is_error()).cloned().collect();
        report.add(&errors, project.shown(&found.sources, &cwd));
        graphs.append(&mut drawn);
    }
    if args.format == As::Svg && graphs.len() > 1 {
        let names: Vec<&str> = graphs.iter().map(|g| g.app.as_str()).collect();
        return Err(Stop::Usage(format!("a picture is of one app, and here are several: {}", names.join(", "))));
    }
    report.tell()?;
    let format = match args.format {
        As::Mermaid => GraphFormat::Mermaid,
        As::Dot => GraphFormat::Dot,
        As::Svg => GraphFormat::Svg,
    };
    let texts: Vec<String> = graphs.iter().map(|g| g.write(format)).collect();
    print(texts.join("\n").as_bytes())?;
    Ok(report.outcome())
}
