//! The edits of each file of bindings: what is replaced, and by what.

use anyhow::Result;

use super::edit::replace;

/// One edit.
pub(super) type Change = (&'static str, &'static str);

/// The bindings with all edits made.
pub(super) fn make(bindings: &str, changes: &[Change]) -> Result<String> {
    changes
        .iter()
        .try_fold(bindings.to_owned(), |bindings, (from, to)| replace(&bindings, from, to))
}

pub(super) const P2: &[Change] = &[
    // These are called for each chunk of a body: a function that calls the host costs more to be called than it does
    // itself.
    ("pub fn check_write(", "#[inline(always)] pub fn check_write("),
    (
        "pub fn write(\n                    &self,\n                    contents: &[u8],",
        "#[inline(always)] pub fn write(\n                    &self,\n                    contents: &[u8],",
    ),
    ("pub fn blocking_flush(", "#[inline(always)] pub fn blocking_flush("),
    ("pub fn read(", "#[inline(always)] pub fn read("),
    // Functions that answer a request: the compiler knows most of the answer at the call.
    (
        "pub fn set(\n                    param: ResponseOutparam,",
        "#[inline(always)] pub fn set(\n                    param: ResponseOutparam,",
    ),
    TOUCH,
];

/// Each export begins with a write: `sdk/src/page.rs` says why.
const TOUCH: Change = (
    "        ::wit_bindgen::rt::run_ctors_once();",
    "        #[cfg(target_env = \"p2\")]
        crate::page::touch();
        ::wit_bindgen::rt::run_ctors_once();",
);

pub(super) const P3: &[Change] = &[
    TOUCH,
    // A handler goes on after it has returned its response, which is how its body is written; wit-bindgen's export ends
    // with the return. So it is a function that returns the response, and what is to be done after that. (With its
    // feature async-spawn a hello takes 1.35 times the fuel of by hand, where it takes 1.02, and an echo 1.50.)
    ("let result0 = &{", "let (response, beyond) = {"),
    (
        "                                    .await
                            };
",
        "                                    .await
                            };
                            let result0 = &::core::result::Result::<_, ErrorCode>::Ok(response);
",
    ),
    (
        "                                result40_7,
                            );
                        })
",
        "                                result40_7,
                            );
                            beyond().await;
                        })
",
    ),
    (
        ") -> ::core::result::Result<Response, ErrorCode>;
                }
                #[doc(hidden)]
                #[macro_export]
",
        ") -> (Response, impl ::core::ops::AsyncFnOnce());
                }
                #[doc(hidden)]
                #[macro_export]
",
    ),
];
