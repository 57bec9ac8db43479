//! A handler of WASI 0.3 goes on after it has returned its response: so its body is written. wit-bindgen's export
//! ends with the return.

/// What is replaced, and by what.
const CHANGES: [(&str, &str); 4] = [
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

/// The bindings with a handler that gives its response, and what is to be done after that.
pub(super) fn returned(bindings: &str) -> String {
    if !bindings.contains("pub unsafe fn _export_handle_cabi<T_: Guest>(arg0: i32) -> i32 {") {
        return bindings.to_owned();
    }
    CHANGES.iter().fold(bindings.to_owned(), |bindings, (from, to)| {
        assert_eq!(
            bindings.matches(from).count(),
            1,
            "wit-bindgen writes an export in another way:\n{from}"
        );
        bindings.replace(from, to)
    })
}
