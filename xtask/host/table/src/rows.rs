//! The rows, by subject.

use crate::Row;

mod assets;
mod bodies;
mod codings;
mod cookies;
mod errors;
mod events;
mod fields;
mod forms;
mod heads;
mod json;
mod layers;
mod multipart;
mod pairs;
mod parameters;
mod paths;
mod responses;
mod router;
mod state;
mod targets;
mod tower;
mod typed_headers;
mod watched;

/// The table.
pub fn rows() -> Vec<Row> {
    let subjects = [
        assets::rows,
        bodies::rows,
        codings::rows,
        cookies::rows,
        errors::rows,
        events::rows,
        fields::rows,
        forms::rows,
        heads::rows,
        json::rows,
        layers::rows,
        multipart::rows,
        parameters::rows,
        pairs::rows,
        paths::rows,
        responses::rows,
        router::rows,
        state::rows,
        targets::rows,
        tower::rows,
        typed_headers::rows,
        watched::rows,
    ];
    subjects.iter().flat_map(|rows| rows()).collect()
}

/// Requests of one kind that are many.
pub fn sweeps() -> Vec<Row> {
    [json::sweep, multipart::sweep].iter().flat_map(|rows| rows()).collect()
}
