//! The forms that are text: their escapes, and what becomes of what is in no file.

use crate::{Applicability, Diagnostic, Edit, Fix, SourceMap, Span, codes, concise, github, junit};

/// A fault in a file of an awkward name, and one of the command line.
fn two() -> (Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add("a,b:c%.app", "é = <1>\nx\n");
    let flag = sources.add("--set x", "1");
    let edits = vec![Edit { span: Span::new(file, 0, 2), text: String::from("e") }];
    let mut first =
        Diagnostic::new(codes::UNKNOWN_NAME, Span::new(file, 5, 8), "no `<1>`").label("100% sure").help("a\nb");
    first.fixes.push(Fix { title: String::from("write `e`"), edits, applicability: Applicability::Safe });
    let mut second = Diagnostic::new(codes::UNUSED, Span::new(flag, 0, 1), "not used");
    second.message.push('\u{1}');
    (vec![first, second], sources)
}

#[test]
fn a_line_for_each() {
    let (found, sources) = two();
    let due = "a,b:c%.app:1:5: error[W0201] no `<1>`: 100% sure\n--set x:1:1: warning[W0801] not used\u{1}\n";
    assert_eq!(concise(&found, &sources), due);
}

#[test]
fn commands_of_a_workflow_are_escaped() {
    let (found, sources) = two();
    let text = github(&found, &sources);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "::error file=a%2Cb%3Ac%25.app,line=1,endLine=1,col=5,endColumn=8,title=W0201 unknown-name::\
             no `<1>`: 100%25 sure%0Ahelp: a%0Ab%0Afix: write `e`",
            "::warning title=W0801 unused::not used\u{1}",
        ]
    );
}

#[test]
fn xml_is_escaped_and_clean_files_pass() {
    let (found, mut sources) = two();
    sources.add("ok.app", "");
    let text = junit(&found, &sources, &Diagnostic::is_error);
    assert!(text.contains("<testsuite name=\"wharf check\" tests=\"3\" failures=\"1\" errors=\"0\">"), "{text}");
    assert!(text.contains("<failure message=\"no `&lt;1&gt;`\" type=\"W0201 unknown-name\">"), "{text}");
    assert!(text.contains("<testcase classname=\"ok.app\" name=\"ok.app\" time=\"0\"/>"), "{text}");
    assert!(text.contains("not used\u{fffd}"), "{text}");
    assert!(!text.contains("name=\"--set x\" time=\"0\"/>"), "{text}");
}
