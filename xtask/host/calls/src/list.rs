//! The names of all checks: the one place where a check is listed.

/// Calls a macro with the checks that httpbin answers: `group { check check … } group { … } …`.
///
/// Who calls it makes a test of each, or finds a check by its names.
#[macro_export]
macro_rules! every_httpbin_check {
    ($with:path) => {
        $with! {
            methods {
                get_shows_what_was_sent
                head_has_the_fields_of_get_and_no_body
            }
            delays {
                a_response_within_the_time_limit_is_given
                a_response_after_the_time_limit_is_a_timeout
            }
        }
    };
}
