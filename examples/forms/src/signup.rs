//! `/`: a form of text and choices.

use doorway::Error;
use doorway::extract::rejection::QueryRejection;
use doorway::extract::{Form, Query};
use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use crate::page::{Page, field, page};

const SEATS: std::ops::RangeInclusive<u8> = 1..=8;

/// The values of the checkboxes, and their labels.
const TOPICS: [(&str, &str); 3] =
    [("components", "Components"), ("streams", "Streams & events"), ("testing", "Testing")];

/// The form as it was filled in. Any text is accepted, as errors are shown next to it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filled {
    name: String,
    email: String,
    seats: String,
    topics: Vec<String>,
}

/// The errors, by field.
#[derive(Default)]
struct Faults {
    name: Option<&'static str>,
    email: Option<&'static str>,
    seats: Option<&'static str>,
}

/// A valid form.
#[derive(Deserialize, Serialize)]
pub(crate) struct Signup {
    name: String,
    seats: u8,
    #[serde(default)]
    topics: Vec<String>,
}

impl Filled {
    fn check(&self) -> Result<Signup, Faults> {
        let mut faults = Faults::default();
        let name = self.name.trim();
        if name.is_empty() {
            faults.name = Some("Please tell us your name.");
        } else if name.chars().count() > 60 {
            faults.name = Some("Please shorten it to 60 characters.");
        }
        let parts = self.email.trim().split_once('@');
        if !parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.')) {
            faults.email = Some("This is not an e-mail address.");
        }
        let seats = self.seats.trim().parse().ok().filter(|seats| SEATS.contains(seats));
        if seats.is_none() {
            faults.seats = Some("There are 1 to 8 seats at a table.");
        }
        match (seats, &faults) {
            (Some(seats), Faults { name: None, email: None, seats: None }) => {
                let chosen = |topic: &&String| TOPICS.iter().any(|(value, _)| value == topic);
                let topics = self.topics.iter().filter(chosen).cloned().collect();
                Ok(Signup { name: name.to_owned(), seats, topics })
            }
            _ => Err(faults),
        }
    }
}

pub(crate) async fn show() -> Page {
    form(&Filled::default(), &Faults::default())
}

pub(crate) async fn submit(Form(filled): Form<Filled>) -> Result<Response, Error> {
    match filled.check() {
        // An app would store it here. This component keeps nothing, so the next page gets it in its
        // URI.
        Ok(signup) => {
            let query = serde_html_form::to_string(&signup).map_err(Error::other)?;
            Ok(Redirect::to(&format!("/welcome?{query}")).into_response())
        }
        Err(faults) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&filled, &faults)).into_response())
        }
    }
}

pub(crate) async fn welcome(signup: Result<Query<Signup>, QueryRejection>) -> Response {
    // Redirects to the form if the query is not a form's.
    let Ok(Query(signup)) = signup else { return Redirect::to("/").into_response() };
    let content = html! {
        p { "Welcome, " strong { (signup.name) } "! Seats: " (signup.seats) "." }
        ul {
            @for (value, topic) in TOPICS {
                @if is_chosen(value, &signup.topics) { li { (topic) } }
            }
        }
    };
    page("Signed up", content).into_response()
}

fn form(filled: &Filled, faults: &Faults) -> Page {
    let content = html! {
        // Without the browser's own validation, to show the component's.
        form method="post" action="/" novalidate {
            (text("Name", "name", "text", &filled.name, faults.name))
            (text("E-mail", "email", "email", &filled.email, faults.email))
            (text("Seats", "seats", "number", &filled.seats, faults.seats))
            fieldset {
                legend { "Topics" }
                @for (value, topic) in TOPICS {
                    label {
                        input type="checkbox" name="topics" value=(value)
                            checked[is_chosen(value, &filled.topics)];
                        " " (topic)
                    }
                }
            }
            button { "Sign up" }
        }
    };
    page("Sign up", content)
}

fn text(label: &str, name: &str, kind: &str, value: &str, error: Option<&str>) -> Markup {
    let input = html! {
        input id=(name) name=(name) type=(kind) value=(value)
            aria-invalid=[error.map(|_| "true")]
            aria-describedby=[error.map(|_| format!("{name}-error"))];
    };
    field(label, name, error, input)
}

fn is_chosen(value: &str, topics: &[String]) -> bool {
    topics.iter().any(|topic| topic == value)
}
