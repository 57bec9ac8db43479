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

async fn httpbin(check: &str) {
    passes(check, httpbin::origins()).await;
}

async fn nginx(check: &str) {
    passes(check, nginx::origins()).await;
}

async fn faults(check: &str) {
    let faults = faults::Faults::start().await;
    passes(check, faults.origins()).await;
}

macro_rules! tests {
    ($run:ident: $($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[tokio::test]
            async fn $check() {
                super::$run(concat!(stringify!($group), "/", stringify!($check))).await;
            })*
        })*
    };
}

macro_rules! httpbin_tests {
    ($($groups:tt)*) => { tests!(httpbin: $($groups)*); };
}

macro_rules! nginx_tests {
    ($($groups:tt)*) => { tests!(nginx: $($groups)*); };
}

macro_rules! fault_tests {
    ($($groups:tt)*) => { tests!(faults: $($groups)*); };
}

doorway_calls::every_httpbin_check!(httpbin_tests);
doorway_calls::every_nginx_check!(nginx_tests);
doorway_calls::every_nginx_wire_check!(nginx_tests);
doorway_calls::every_fault_check!(fault_tests);
doorway_calls::every_fault_wire_check!(fault_tests);
