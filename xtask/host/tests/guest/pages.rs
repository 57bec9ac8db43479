//! The pages of the examples, looked at in a browser: what a person sees and does there.

mod browser;
mod forms;
mod json_api;
mod site;
mod sse;
mod static_site;
