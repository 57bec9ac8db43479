//! What is generated beside the function.
//!
//! Whether its types are right is for rustc to say, once for each of them. So each piece lies where
//! rustc should then point: the call over the return type, what is exported over the arguments.

use proc_macro::{TokenStream, TokenTree};

use crate::header::{Form, Header};
use crate::template::fill;

/// `root` is the path to the crate doorway.
pub(crate) fn expand(header: Header, root: &TokenStream) -> TokenStream {
    let Header { cfgs, form, name, output } = header;
    let name = &TokenTree::from(name).into();
    let export = match form {
        Form::Handler(arguments) => {
            let mut parameters = TokenStream::new();
            let mut values = TokenStream::new();
            for (index, ty) in arguments.types.iter().enumerate() {
                let value = &fill(&format!("__argument{index}"), &[]);
                parameters.extend(fill("$value: $ty,", &[("value", value), ("ty", ty)]));
                values.extend(fill("$value,", &[("value", value)]));
            }
            let answer = fill("$name($values).await", &[("name", name), ("values", &values)]);
            let handler = fill("&__handler", &[]);
            fill(
                HANDLER,
                &[
                    ("parameters", &parameters),
                    ("answer", &output.cover(answer)),
                    ("handler", &arguments.extent.cover(handler)),
                ],
            )
        }
        Form::App => {
            let build = fill("|| { $name() }", &[("name", name)]);
            fill(APP, &[("build", &output.cover(build))])
        }
    };
    fill(EXPANSION, &[("cfgs", &cfgs), ("root", root), ("export", &export)])
}

/// What a second handler in the crate is refused by, in whichever module and natively too: two
/// exported macros cannot have one name.
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

/// The function is wrapped so that its arguments and its output are looked at apart: one that is
/// wrong would make an error of the other.
const HANDLER: &str = "
    async fn __handler($parameters) -> __doorway::Response {
        __doorway::IntoResponse::into_response($answer)
    }
    __doorway::__export! { __doorway::__private::serve_handler, $handler }
";

const APP: &str = "__doorway::__export! { __doorway::__private::serve_service, $build }";
