//! The page of a code: an example that fails, and the same example mended.

use std::collections::BTreeMap;

use crate::case::previous;
use crate::markdown::{Block, Piece, split};

/// A page of `grammar/errors`.
#[derive(Debug)]
pub struct Page {
    /// The code and the name of the first line: `# W0201: unknown-name`.
    pub title: Option<(String, String)>,
    /// The sources that fail, each `main.app` of a project with the other files.
    pub fails: Vec<String>,
    /// The sources that are mended.
    pub mended: Vec<String>,
    /// The other files of all these projects: path and text.
    pub files: Vec<(String, String)>,
    /// What stands where the outputs of all of them will, by app folder.
    pub previous: BTreeMap<String, Vec<(String, String)>>,
    /// Blocks that are none of these, by what stands after their fence.
    pub strange: Vec<String>,
}

impl Page {
    /// Reads a page. A block is taken `times=N` times: for what is wrong by its size.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let title = text.lines().next().and_then(|l| l.strip_prefix("# ")?.split_once(": "));
        let title = title.map(|(code, name)| (code.to_owned(), name.to_owned()));
        let (mut fails, mut mended, mut files, mut strange) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for piece in split(text) {
            let Piece::Fence(block) = piece else { continue };
            let text = repeated(&block);
            match (block.language(), block.attribute("file")) {
                ("wharf", None) if block.has("fails") => fails.push(text),
                ("wharf", None) => mended.push(text),
                (_, Some(path)) => files.push((path.to_owned(), text)),
                (_, None) if block.attribute("previous").is_some() => {}
                _ => strange.push(block.info.clone()),
            }
        }
        Self { title, fails, mended, files, previous: previous(text), strange }
    }

    /// The project of one of its sources.
    #[must_use]
    pub fn project(&self, source: &str) -> Vec<(String, String)> {
        let main = (String::from("main.app"), source.to_owned());
        self.files.iter().cloned().chain([main]).collect()
    }
}

fn repeated(block: &Block) -> String {
    let times = block.attribute("times").and_then(|n| n.parse().ok()).unwrap_or(1);
    block.text.repeat(times)
}
