//! The attribute `#[http_handler]` of `doorway`, which is where it is used from.

mod arguments;
mod cursor;
mod error;
mod expand;
mod header;
mod options;
mod template;

use proc_macro::TokenStream;

use error::Error;
use header::Header;

/// Doc.
#[proc_macro_attribute]
pub fn http_handler(options: TokenStream, item: TokenStream) -> TokenStream {
    match generate(options, item.clone()) {
        Ok(generated) => [item, generated].into_iter().collect(),
        Err(error) => error.report(item),
    }
}

fn generate(options: TokenStream, item: TokenStream) -> Result<TokenStream, Error> {
    let root = options::parse_root(options)?;
    Ok(expand::expand(Header::parse(item)?, &root))
}
