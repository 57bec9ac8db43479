//! The client against servers that this project did not write: each check of `doorway-calls`, in a
//! component on this host. The same are run natively there: so both agree.

mod faults;
mod httpbin;
mod nginx;

use crate::ends_well;
use crate::guests::CALLS;

/// Runs a check with a server that is there under two origins.
async fn passes(check: &str, [base, other]: &[String; 2]) {
    let server = CALLS.start().await;
    let answer = server.get(&format!("/{check}?base={base}&other={other}")).await;
    let log = server.log().lines().join("\n");
    assert_eq!((answer.status, answer.text()), (200, "ok"), "{check} is not as it says:\n{log}");
    ends_well(server).await;
}

macro_rules! httpbin_tests {
    ($($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[tokio::test]
            async fn $check() {
                let check = concat!(stringify!($group), "/", stringify!($check));
                super::passes(check, super::httpbin::origins()).await;
            })*
        })*
    };
}

macro_rules! nginx_tests {
    ($($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[tokio::test]
            async fn $check() {
                let check = concat!(stringify!($group), "/", stringify!($check));
                super::passes(check, super::nginx::origins()).await;
            })*
        })*
    };
}

macro_rules! fault_tests {
    ($($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[tokio::test]
            async fn $check() {
                let check = concat!(stringify!($group), "/", stringify!($check));
                let faults = super::faults::Faults::start().await;
                super::passes(check, faults.origins()).await;
            })*
        })*
    };
}

doorway_calls::every_httpbin_check!(httpbin_tests);
doorway_calls::every_nginx_check!(nginx_tests);
doorway_calls::every_fault_check!(fault_tests);
doorway_calls::every_wire_check!(fault_tests);
