//! What each code means, at length: the pages of `grammar/errors`, which tests run.

use wharf_diagnostics::Code;

macro_rules! pages {
    ($($code:literal)*) => {
        &[$(($code, include_str!(concat!("../../../grammar/errors/", $code, ".md")))),*]
    };
}

/// A test compares it with the folder and the registry.
static PAGES: &[(&str, &str)] = pages! {
    "W0001" "W0002" "W0003" "W0004" "W0005" "W0006" "W0007" "W0008" "W0009" "W0010" "W0101" "W0102"
    "W0103" "W0104" "W0105" "W0106" "W0107" "W0108" "W0109" "W0110" "W0111" "W0112" "W0113" "W0114"
    "W0201" "W0202" "W0203" "W0204" "W0205" "W0206" "W0207" "W0208" "W0209" "W0210" "W0211" "W0212"
    "W0213" "W0214" "W0301" "W0302" "W0303" "W0304" "W0305" "W0306" "W0307" "W0310" "W0340" "W0341" "W0342" "W0343" "W0344" "W0401" "W0402"
    "W0403" "W0404" "W0405" "W0406" "W0407" "W0501" "W0502" "W0503" "W0504" "W0505" "W0506" "W0601"
    "W0602" "W0603" "W0604" "W0610" "W0611" "W0612" "W0613" "W0701" "W0702" "W0703" "W0710" "W0711" "W0801" "W0802" "W0803" "W0901"
    "W0902" "W0903" "W0904"
};

/// The page of a code, in Markdown: what is wrong and why it matters, an example, and the example
/// mended. `None` for a code that nothing reports in this release.
#[must_use]
pub fn explain(code: Code) -> Option<&'static str> {
    let code = code.to_string();
    PAGES.iter().find(|(c, _)| *c == code).map(|(_, page)| *page)
}
