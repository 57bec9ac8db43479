//! The parser of function headers: everything before the body.
//!
//! It is written by hand, as a full parser of Rust would take longer to build than the rest of a
//! small component. rustc has parsed the item already, so there are no syntax errors to find.

use proc_macro::{Ident, Span, TokenStream, TokenTree};

use crate::arguments::{Arguments, refuse_self};
use crate::attribute::Attribute;
use crate::cursor::{Cursor, is};
use crate::error::{Error, Extent};

/// A function that can be exported.
pub(crate) struct Header {
    /// Its `#[cfg(…)]` attributes, which apply to the generated code as well.
    pub(crate) cfgs: TokenStream,
    pub(crate) form: Form,
    pub(crate) name: Ident,
    /// The extent of the return type or, without one, of the name.
    pub(crate) output: Extent,
}

pub(crate) enum Form {
    /// An `async fn`, which answers requests, or passes them on.
    Handler(Arguments),
    /// A plain `fn`, which builds the app; with `#[http_middleware]`, of the next component.
    App,
}

impl Header {
    pub(crate) fn parse(item: TokenStream, attribute: Attribute) -> Result<Self, Error> {
        let mut tokens = Cursor::flat(item);
        let cfgs = skip_attributes(&mut tokens);
        skip_visibility(&mut tokens);

        let qualifiers = tokens.take_while(is_qualifier);
        let keyword = tokens.next();
        let (true, Some(TokenTree::Ident(name))) =
            (keyword.as_ref().is_some_and(|token| is(token, "fn")), tokens.next())
        else {
            return Err(not_a_function(attribute, &qualifiers, keyword.as_ref()));
        };
        let is_async = qualifiers.iter().any(|token| is(token, "async"));
        let noun = attribute.noun(is_async);
        check_qualifiers(&qualifiers, noun)?;

        if let Some(extent) = Extent::of(&tokens.take_generics()) {
            return Err(Error::new(
                extent,
                format_args!("{noun} cannot be generic"),
                "remove the parameters and write what is meant by them",
            ));
        }
        let Some(TokenTree::Group(list)) = tokens.next() else {
            return Err(not_a_function(attribute, &qualifiers, keyword.as_ref()));
        };
        refuse_self(&list, noun)?;
        let form = match (is_async, attribute) {
            (true, _) => Form::Handler(Arguments::parse(&list, noun)?),
            (false, Attribute::Handler) if list.stream().is_empty() => Form::App,
            (false, Attribute::Handler) => {
                return Err(Error::new(
                    &list,
                    "an app takes no arguments",
                    format_args!("for a handler make it `async fn {name}`"),
                ));
            }
            (false, Attribute::Middleware) => {
                if Arguments::parse(&list, noun)?.types.len() != 1 {
                    return Err(Error::new(
                        &list,
                        "an app in front of a component takes only that",
                        format_args!("write `fn {name}(next: NextComponent)`"),
                    ));
                }
                Form::App
            }
        };
        let output = parse_output(&mut tokens, noun)?.unwrap_or(name.span().into());
        Ok(Self { cfgs, form, name, output })
    }
}

/// Returns the `#[cfg(…)]`s among them.
pub(crate) fn skip_attributes(tokens: &mut Cursor) -> TokenStream {
    let mut cfgs = TokenStream::new();
    while let Some(attribute) = tokens.take_attribute() {
        if let [_, TokenTree::Group(content)] = attribute.as_slice()
            && Cursor::new(content.stream()).sees("cfg")
        {
            cfgs.extend(attribute);
        }
    }
    cfgs
}

pub(crate) fn skip_visibility(tokens: &mut Cursor) {
    if tokens.sees("pub") {
        tokens.next();
        // `pub(crate)`
        if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
            tokens.next();
        }
    }
}

/// Whether the token may come before `fn`: a keyword, or the ABI of an `extern`.
pub(crate) fn is_qualifier(token: &TokenTree) -> bool {
    ["async", "const", "default", "extern", "gen", "safe", "unsafe"].iter().any(|q| is(token, q))
        || matches!(token, TokenTree::Literal(_))
}

pub(crate) fn check_qualifiers(qualifiers: &[TokenTree], noun: &str) -> Result<(), Error> {
    let Some(at) = qualifiers.iter().position(|token| !is(token, "async")) else {
        return Ok(());
    };
    let found = &qualifiers[at];
    let abi = qualifiers.get(at + 1).filter(|token| matches!(token, TokenTree::Literal(_)));
    let text = abi.map_or_else(|| found.to_string(), |abi| format!("{found} {abi}"));
    let why = match found.to_string().as_str() {
        "extern" => "the attribute exports the function",
        "unsafe" => "the host upholds nothing; inside, an `unsafe` block can be used",
        _ => "the host calls the function as it is",
    };
    let error = Error::new(
        Extent { start: found.span(), end: abi.unwrap_or(found).span() },
        format_args!("{noun} cannot be `{text}`"),
        format_args!("remove `{text}`: {why}"),
    );
    let is_async = qualifiers.iter().any(|token| is(token, "async"));
    Err(if is(found, "const") && is_async { error.instead() } else { error })
}

/// The item in the place of `fn`: `keyword`, or a qualifier that is not one.
fn not_a_function(
    attribute: Attribute,
    qualifiers: &[TokenTree],
    keyword: Option<&TokenTree>,
) -> Error {
    // `unsafe impl` is an `impl`, but `const LIMIT` is a `const`.
    let found = keyword
        .filter(|token| qualifiers.is_empty() || is(token, "impl") || is(token, "trait"))
        .or(qualifiers.iter().rfind(|token| matches!(token, TokenTree::Ident(_))));
    Error::new(
        found.map_or(Span::call_site().into(), Extent::from),
        format_args!(
            "`#[{}]` goes on a function, not on {}",
            attribute.name(),
            found.map_or_else(|| "nothing".to_owned(), |token| format!("`{token}`")),
        ),
        attribute.advice(),
    )
}

/// The extent of the return type, after a check of the tokens that follow it.
fn parse_output(tokens: &mut Cursor, noun: &str) -> Result<Option<Extent>, Error> {
    let mut rest = tokens.take_while(|_| true);
    if let Some(semicolon) = rest.pop_if(|body| is(body, ";")) {
        return Err(Error::new(
            &semicolon,
            format_args!("{noun} needs a body"),
            "write `{ … }` in place of the semicolon",
        )
        .instead());
    }
    rest.pop();
    if let Some(at) = rest.iter().position(|token| is(token, "where")) {
        return Err(Error::new(
            Extent::of(&rest[at..]).unwrap_or(Span::call_site().into()),
            format_args!("{noun} cannot have a `where` clause"),
            "remove it: the function is not generic, so there is nothing to bound",
        ));
    }
    // After the `->`.
    Ok(rest.get(2..).and_then(Extent::of))
}
