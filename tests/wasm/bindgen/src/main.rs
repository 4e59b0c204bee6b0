//! Makes the JavaScript that loads a module: `wasm-bindgen`, from its library, without the
//! downloads and the server that its command line brings along.
//!
//! usage: `wharf-wasm-bindgen nodejs|web MODULE FOLDER`

use std::env;
use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [target, module, folder] = arguments.as_slice() else {
        return Err("usage: wharf-wasm-bindgen nodejs|web MODULE FOLDER".into());
    };
    let mut bindgen = Bindgen::new();
    match target.as_str() {
        "nodejs" => bindgen.nodejs(true)?,
        "web" => bindgen.web(true)?,
        other => return Err(format!("no target {other}").into()),
    };
    bindgen
        .input_path(module)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    Ok(())
}
