//! The code that is generated beside the function.
//!
//! rustc checks the types, so each generated piece gets the extent of the part of the function that
//! its errors should point at.

use proc_macro::{TokenStream, TokenTree};

use crate::arguments::Arguments;
use crate::attribute::Attribute;
use crate::error::Extent;
use crate::header::{Form, Header};
use crate::template::fill;

/// `root` is the path to the crate doorway.
pub(crate) fn expand(header: Header, root: &TokenStream, attribute: Attribute) -> TokenStream {
    let Header { cfgs, form, name, output } = header;
    let name = &TokenTree::from(name).into();
    let export = match (form, attribute) {
        (Form::Handler(arguments), Attribute::Handler) => handler(name, &arguments, output),
        (Form::Handler(arguments), Attribute::Middleware) => middleware(name, &arguments, output),
        (Form::App, Attribute::Middleware) => {
            let build = fill("|next| { $name(next) }", &[("name", name)]);
            fill(APP_IN_FRONT, &[("build", &output.cover(build))])
        }
        (Form::App, Attribute::Handler) => {
            let build = fill("|| { $name() }", &[("name", name)]);
            fill(APP, &[("build", &output.cover(build))])
        }
    };
    fill(EXPANSION, &[("cfgs", &cfgs), ("root", root), ("export", &export)])
}

fn handler(name: &TokenStream, arguments: &Arguments, output: Extent) -> TokenStream {
    let Called { parameters, values, each } = called(arguments);
    let shape =
        if each.is_empty() { fill("(),", &[]) } else { fill("_, $each", &[("each", &each)]) };
    let answer = fill("impl ::core::future::Future<Output: __doorway::IntoResponse>", &[]);
    let serve = fill("__doorway::__private::serve_handler::<($shape), _>", &[("shape", &shape)]);
    fill(
        HANDLER,
        &[
            ("name", name),
            ("parameters", &parameters),
            ("values", &values),
            ("answer", &output.cover(answer)),
            ("serve", &arguments.extent.cover(serve)),
            ("handler", &arguments.extent.cover(fill("&__handler", &[]))),
        ],
    )
}

/// A middleware: a layer made of the function, as with `from_fn`, around the next component.
fn middleware(name: &TokenStream, arguments: &Arguments, output: Extent) -> TokenStream {
    let Called { parameters, values, .. } = called(arguments);
    let answer = fill("impl ::core::future::Future<Output: __doorway::IntoResponse>", &[]);
    let layer = fill("__doorway::middleware::from_fn::<_, (_, _, _)>", &[]);
    fill(
        MIDDLEWARE,
        &[
            ("name", name),
            ("parameters", &parameters),
            ("values", &values),
            ("answer", &output.cover(answer)),
            ("layer", &arguments.extent.cover(layer)),
            ("function", &arguments.extent.cover(fill("__middleware", &[]))),
        ],
    )
}

/// The pieces of a call of the function.
struct Called {
    parameters: TokenStream,
    values: TokenStream,
    /// A `_,` for each argument.
    each: TokenStream,
}

fn called(arguments: &Arguments) -> Called {
    let mut parameters = TokenStream::new();
    let mut values = TokenStream::new();
    let mut each = TokenStream::new();
    for (index, ty) in arguments.types.iter().enumerate() {
        let value = &fill(&format!("__argument{index}"), &[]);
        parameters.extend(fill("$value: $ty,", &[("value", value), ("ty", ty)]));
        values.extend(fill("$value,", &[("value", value)]));
        each.extend(fill("_,", &[]));
    }
    Called { parameters, values, each }
}

/// The macro refuses a second handler, natively too: an exported macro's name can be defined once
/// in a crate, in any module. Within a function, as in a doctest, exporting it would be a warning.
const EXPANSION: &str = "
    $cfgs
    #[doc(hidden)]
    #[macro_export]
    #[allow(non_local_definitions)]
    macro_rules! only_one_http_handler_per_crate { () => {}; }

    $cfgs
    const _: () = {
        use $root as __doorway;
        $export
    };
";

/// Each mistake causes one error: a wrong return type is found at `$answer`, and after that
/// `__handler` counts as returning a response, so that the export finds only wrong arguments. It
/// finds which, as it gets their number: with several kinds of handlers, rustc does not tell why a
/// function is none of them. As `__handler` is no `async fn` itself, it costs nothing.
const HANDLER: &str = "
    fn __handler($parameters) -> $answer {
        $name($values)
    }
    __doorway::__export! { handler, $serve, $handler }
    __doorway::__export_warm! {}
";

const APP: &str = "__doorway::__export_app! { handler, $build }";

const APP_IN_FRONT: &str = "__doorway::__export_in_front! { $build }";

const MIDDLEWARE: &str = "
    fn __middleware($parameters) -> $answer {
        $name($values)
    }
    __doorway::__export_in_front! { |next| {
        __doorway::__private::layered(next, $layer($function))
    } }
";
