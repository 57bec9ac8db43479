//! The pages of text.

use doorway::response::Response;
use maud::html;

use crate::page::Page;

const STEPS: [(&str, &str); 3] = [
    ("Book a place", "Leave your name and a few words about the thing that is broken."),
    ("Bring it along", "We open it together. You need no tools, and no skills."),
    ("Take it home", "Two out of three things work again. You pay for spare parts only."),
];

const HOURS: [(&str, &str); 3] = [
    ("Saturday", "10:00 – 16:00"),
    ("First Thursday of the month", "18:00 – 21:00"),
    ("August", "closed"),
];

/// `/`
pub(crate) async fn home(page: Page) -> Response {
    let content = html! {
        p.lead {
            "Lamps, bicycles, jumpers, radios: bring it, and we repair it together, over coffee."
        }
        p { a.button href="/book" { "Book a repair" } }
        h2 { "How it works" }
        ol.steps {
            @for (title, text) in STEPS {
                li { h3 { (title) } p { (text) } }
            }
        }
    };
    page.show("Things deserve a second life", content)
}

/// `/visit`
pub(crate) async fn visit(page: Page) -> Response {
    let content = html! {
        p.lead { "In the old dye works, 12 Canal Street, next to the bridge." }
        h2 { "Opening hours" }
        table {
            @for (day, hours) in HOURS {
                tr { th scope="row" { (day) } td { (hours) } }
            }
        }
        h2 { "Getting here" }
        p {
            "Tram 4 stops at the bridge. There is a ramp at the back door, and a bell beside it."
        }
    };
    page.show("Visit us", content)
}
