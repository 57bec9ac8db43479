//! `/book`: a form. An invalid one is shown again with its values and errors; a valid one is
//! answered with a redirect, so that reloading the next page does not send it again.

use doorway::Error;
use doorway::extract::Form;
use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::flash;
use crate::page::Page;

const ITEMS: [&str; 4] = ["Bicycle", "Clothes", "Lamp", "Something else"];

/// The form as it was filled in. Any text is accepted, as errors are shown next to it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Booking {
    name: String,
    email: String,
    item: String,
    problem: String,
}

/// The names of invalid fields, with their errors.
#[derive(Default)]
struct Errors(Vec<(&'static str, &'static str)>);

impl Errors {
    fn of(&self, name: &str) -> Option<&'static str> {
        self.0.iter().find(|(field, _)| *field == name).map(|(_, error)| *error)
    }
}

impl Booking {
    fn check(&self) -> Result<(), Errors> {
        let is_text = |text: &str, max| (1..=max).contains(&text.trim().chars().count());
        let rules = [
            ("name", is_text(&self.name, 60), "Please enter a name of 60 characters at most."),
            ("email", is_address(&self.email), "Please enter an address like ada@example.com."),
            ("item", ITEMS.contains(&&*self.item), "Please choose an item."),
            (
                "problem",
                is_text(&self.problem, 500),
                "Please describe it in 500 characters at most.",
            ),
        ];
        let broken = rules.into_iter().filter(|(_, is_valid, _)| !is_valid);
        let errors: Vec<_> = broken.map(|(field, _, error)| (field, error)).collect();
        if errors.is_empty() { Ok(()) } else { Err(Errors(errors)) }
    }

    /// Keeps the booking, which takes a service: a component has neither files nor memory from one
    /// request to the next. `doorway::client` calls it.
    async fn keep(&self) -> Result<(), Error> {
        Ok(())
    }
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    let is_plain = text.len() <= 254 && !text.contains(char::is_whitespace);
    let parts = text.split_once('@');
    is_plain && parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

pub(crate) async fn show(page: Page) -> Response {
    form(page, &Booking::default(), &Errors::default())
}

pub(crate) async fn submit(page: Page, Form(booking): Form<Booking>) -> Result<Response, Error> {
    if let Err(errors) = booking.check() {
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, form(page, &booking, &errors)).into_response()
        );
    }
    booking.keep().await?;
    let message = format!("Thank you, {}! We will write to you soon.", booking.name.trim());
    Ok((flash::set(page.jar, message), Redirect::to("/book")).into_response())
}

fn form(page: Page, booking: &Booking, errors: &Errors) -> Response {
    let content = html! {
        p.lead { "We are twelve volunteers, and keep an hour for you." }
        @if !errors.0.is_empty() {
            div.summary role="alert" {
                p { "Please check these fields:" }
                ul {
                    @for (field, error) in &errors.0 {
                        li { a href={ "#" (field) } { (error) } }
                    }
                }
            }
        }
        // Without the browser's own validation, to show the site's.
        form method="post" action="/book" novalidate {
            (field("Name", "name", errors, |invalid| html! {
                input #name name="name" autocomplete="name" value=(booking.name)
                    aria-invalid=[invalid] aria-describedby=[invalid.map(|_| "name-error")];
            }))
            (field("E-mail", "email", errors, |invalid| html! {
                input #email name="email" type="email" autocomplete="email" value=(booking.email)
                    aria-invalid=[invalid] aria-describedby=[invalid.map(|_| "email-error")];
            }))
            (field("Item", "item", errors, |invalid| html! {
                select #item name="item"
                    aria-invalid=[invalid] aria-describedby=[invalid.map(|_| "item-error")] {
                    option value="" { "Please choose" }
                    @for item in ITEMS {
                        option selected[item == booking.item] { (item) }
                    }
                }
            }))
            (field("Problem", "problem", errors, |invalid| html! {
                textarea #problem name="problem" rows="4"
                    aria-invalid=[invalid] aria-describedby=[invalid.map(|_| "problem-error")] {
                    (booking.problem)
                }
            }))
            button { "Book" }
        }
    };
    page.show("Book a repair", content)
}

/// A labelled field with its error. `input` takes the value of `aria-invalid`.
fn field(
    label: &str,
    name: &str,
    errors: &Errors,
    input: impl FnOnce(Option<&'static str>) -> Markup,
) -> Markup {
    let error = errors.of(name);
    html! {
        div.field {
            label for=(name) { (label) }
            (input(error.map(|_| "true")))
            @if let Some(error) = error {
                p.error id={ (name) "-error" } { (error) }
            }
        }
    }
}
