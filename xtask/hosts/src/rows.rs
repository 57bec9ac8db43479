//! The rows of a table, one after the other, at a host that some of them may end.

use std::fmt::Display;

use anyhow::Result;

use crate::probe::{ALL_BUT, YES};
use crate::served::Served;

/// Asks all rows and counts those that differ. `ask` gives the reasons.
pub(crate) async fn ask_all<T: Clone, F: Future<Output = Vec<String>>>(
    mut served: Served,
    rows: Vec<T>,
    name: fn(&T) -> String,
    ask: fn(Served, T) -> F,
) -> Result<String> {
    let mut wrong = 0;
    // The one that was right, and may have ended the process after its answer.
    let mut last = None;
    let mut running = None;
    for row in rows {
        let mut reasons = ask(served.clone(), row.clone()).await;
        if !reasons.is_empty() && !served.listens().await {
            drop(running.take());
            (running, served) = served.again().await?;
            reasons = ask(served.clone(), row.clone()).await;
            if reasons.is_empty()
                && let Some(last) = last.take()
            {
                show(&served, &name(&last), ["the process ended"]);
                wrong += 1;
            } else if !served.listens().await {
                drop(running.take());
                (running, served) = served.again().await?;
                reasons.push("the process ended".to_owned());
            }
        }
        if reasons.is_empty() {
            last = Some(row);
        } else {
            show(&served, &name(&row), &reasons);
            wrong += 1;
            last = None;
        }
    }
    Ok(if wrong == 0 { YES.to_owned() } else { format!("{ALL_BUT} {wrong}") })
}

fn show(served: &Served, row: &str, reasons: impl IntoIterator<Item: Display>) {
    println!("{}: {row}", served.served.host.command());
    for reason in reasons {
        let reason = reason.to_string();
        println!("    {}", &reason[..reason.floor_char_boundary(200)]);
    }
}
