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
                each_method_has_its_place_and_arrives_there
                each_method_arrives_without_a_body_too
                a_get_may_have_a_body
                head_has_the_fields_of_get_and_no_body
                options_tells_the_methods
                a_method_that_is_not_allowed_is_a_405
            }
            urls {
                a_query_is_built_of_pairs
                what_may_not_stand_in_a_url_is_encoded
                what_is_encoded_stays_so
                a_fragment_is_not_sent
                relative_urls_are_relative_to_the_base
                https_only_means_no_http
            }
            fields {
                nothing_is_sent_that_nobody_said
                fields_of_the_request_come_before_the_clients
                a_field_may_come_more_than_once
                the_host_is_the_urls
                fields_of_the_response_come_in_order
                fields_of_the_response_may_be_long_and_many
            }
            auth {
                basic_credentials_are_let_in
                other_basic_credentials_are_a_401
                what_is_hidden_is_a_404
                a_bearers_token_arrives
                a_challenge_arrives
                a_user_in_the_url_is_refused
            }
            bodies {
                json_arrives_as_json
                a_form_arrives_as_a_form
                text_and_bytes_arrive_with_their_length
                large_bodies_arrive
                a_stream_arrives_in_chunks
                a_response_is_the_body_of_a_request
                a_request_that_was_built_elsewhere_is_sent
                a_request_is_sent_again_as_it_was
            }
            multipart {
                fields_and_files_arrive_as_such
                names_and_values_of_all_kinds_arrive
                parts_are_streamed
                a_response_is_a_part
                a_form_at_hand_follows_a_redirect
            }
            statuses {
                every_one_of_success_and_redirection_comes_back
                every_one_of_an_error_comes_back
                those_beyond_the_registry_come_back
                other_methods_get_them_too
                an_interim_one_is_not_the_response
                those_without_content_have_none
                the_teapot_tells_what_it_is
                an_error_tells_status_and_url
            }
            redirects {
                chains_are_followed_to_their_end
                statuses_that_lead_somewhere_are_followed
                one_without_a_place_is_the_response
                the_status_decides_about_method_and_body
                head_stays_head
                a_stream_is_not_sent_again
                places_are_relative_to_what_was_asked
                places_where_no_client_goes_are_not_gone_to
                a_place_with_a_user_in_it_is_an_error
                over_the_limit_it_is_an_error
                a_loop_is_an_error
                whoever_follows_none_gets_the_redirect
                a_policy_of_ones_own_decides
            }
            crossing {
                within_one_origin_secrets_are_kept
                another_origin_gets_no_secrets
                nor_does_the_first_once_it_was_left
                a_body_goes_where_it_is_asked_for
            }
            delays {
                a_response_within_the_time_limits_is_given
                a_response_after_the_time_limit_is_a_timeout
                a_first_byte_after_its_limit_is_a_timeout
                a_pause_over_its_limit_is_a_timeout
                the_time_limit_counts_for_the_body
                a_request_that_is_given_up_harms_no_other
                many_wait_at_once
            }
            streams {
                lines_come_in_chunks
                the_first_chunk_comes_before_the_last_is_there
                a_drip_is_read_to_its_end
                chunks_of_any_size_add_up
                a_length_that_is_known_is_told
                a_body_over_its_limit_is_an_error
                a_body_that_nobody_reads_harms_no_other
                no_trailers_are_none
            }
            encodings {
                what_is_compressed_is_decoded
                what_is_asked_for_is_what_is_decoded
                whoever_wants_it_compressed_gets_it_so
                brotli_is_left_as_it_is
                a_limit_counts_what_was_decoded
                head_has_nothing_to_decode
            }
            ranges {
                a_range_is_a_206
                without_a_range_it_is_the_whole
                one_outside_is_a_416
                ranges_make_up_the_whole
            }
            conditions {
                what_has_not_changed_is_a_304
                what_has_changed_is_a_412
                a_copy_is_asked_about
            }
            cookies {
                what_is_sent_by_hand_arrives
                what_is_set_is_seen
                nothing_is_kept_unless_it_is_asked_for
                a_response_tells_its_cookies
                a_store_keeps_them_through_redirects
                cookies_are_of_a_host_and_not_of_a_port
                a_jar_is_filled_and_looked_into
            }
            pages {
                text_of_several_types_is_text
                text_beyond_ascii_is_read
                base64_comes_back_as_text
                json_is_what_it_is_read_as
                what_is_no_such_json_is_an_error
                an_image_is_of_the_type_that_is_accepted
                what_is_new_each_time_is_not_kept
                the_caller_is_this_machine
                what_is_not_there_is_a_404
            }
            retries {
                what_fails_now_and_then_is_repeated
                what_fails_always_is_given_in_the_end
                what_will_not_pass_is_not_repeated
                a_post_is_not_repeated_unless_it_may_be
            }
        }
    };
}

/// Those that nginx answers.
#[macro_export]
macro_rules! every_nginx_check {
    ($with:path) => {
        $with! {
            files {
                a_file_comes_with_its_length
                what_is_made_on_the_way_has_no_length
                gzip_is_decoded
                a_range_is_a_part
                what_has_not_changed_is_not_sent_again
                trailers_follow_the_body
                head_has_the_length_and_no_body
                an_upload_that_is_too_large_is_refused_under_way
                redirects_lead_on
                a_body_that_comes_slowly_has_its_time
                a_gateway_that_reaches_nobody_is_a_status
                large_fields_pass
            }
        }
    };
}

/// Those for a server that does everything wrong.
#[macro_export]
macro_rules! every_fault_check {
    ($with:path) => {
        $with! {
            broken_heads {
                nothing
                nothing_but_a_reset
                half_a_line
                half_a_head
                half_a_head_and_a_reset
                another_protocol
                a_status_that_is_none
                two_lengths
                a_thousand_fields
                a_head_without_an_end
                nobody_is_there
            }
            broken_bodies {
                short_of_its_length
                short_of_its_length_by_a_reset
                without_the_last_chunk
                without_the_last_chunk_by_a_reset
                within_a_chunk
                a_chunk_that_is_none
                within_the_trailers
            }
            slow_servers {
                that_never_answer
                that_never_answer_an_upload
                that_nobody_waits_for
                that_stop_in_the_middle
                whose_body_nobody_waits_for
                that_drip
                that_pour_without_an_end
            }
            long_bodies {
                are_read_chunk_by_chunk
                are_over_the_limit_of_what_reads_them_at_once
                are_passed_on
            }
            side_by_side {
                sixty_four_wait_together
                the_first_that_answers_ends_the_others
                each_has_an_end_of_its_own
            }
            garbage {
                locations_that_are_no_urls
                locations_with_a_user
                redirects_without_an_end
                retry_after_that_is_none
                retry_after_that_is_too_long
                gzip_that_is_none
                codings_around_codings
                cookies_that_are_none
            }
        }
    };
}

/// Those for its bytes: no double can tell them.
#[macro_export]
macro_rules! every_fault_wire_check {
    ($with:path) => {
        $with! {
            wire {
                more_than_its_length_is_left_out
                a_body_without_a_length_ends_with_the_connection
                interim_responses_are_left_out
            }
        }
    };
}

/// Those for nginx's connections: a double has none.
#[macro_export]
macro_rules! every_nginx_wire_check {
    ($with:path) => {
        $with! {
            connections {
                each_request_has_its_own
            }
        }
    };
}
