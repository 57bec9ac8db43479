//! Measures everything that has a budget.

use super::{Figures, Name};
use crate::contract::{BUDGETED, Budgeted, CALLING_OUT, CONTRACT, Case};
use crate::error::Result;
use crate::linker::World;
use crate::testing::Guest;

/// The contract app on doorway.
pub const DOORWAY: Guest = Guest::new("contract");

/// The contract app on the bindings alone.
pub const BY_HAND: Guest = Guest::new("by-hand");

/// Everything that has a budget, in a [`runtime`](crate::contract::runtime). What is of WASI 0.3 is in
/// tables `p3` within those of 0.2.
///
/// # Errors
///
/// When a component does not answer as it must.
///
/// # Panics
///
/// When a component is not built.
pub async fn measure() -> Result<Figures> {
    let mut figures = Figures::new();
    for budgeted in &BUDGETED {
        let guest = Guest::new(budgeted.component);
        component(budgeted, guest, "", &mut figures).await?;
        component(budgeted, guest.p3(), P3, &mut figures).await?;
    }
    of_by_hand(&CALLING_OUT, [DOORWAY, BY_HAND], "", &mut figures).await?;
    // On 0.3 the goals are all by hand's figures.
    let p3 = [DOORWAY.p3(), BY_HAND.p3()];
    of_by_hand(&CONTRACT, p3, P3, &mut figures).await?;
    of_by_hand(&CALLING_OUT, p3, P3, &mut figures).await?;
    Ok(figures)
}

/// What the tables of WASI 0.3 are called within those of 0.2.
const P3: &str = ".p3";

/// What one component takes.
async fn component(
    budgeted: &Budgeted,
    guest: Guest,
    version: &str,
    figures: &mut Figures,
) -> Result<()> {
    let Budgeted { component, cases } = budgeted;
    let of = |table: &str, key: &str| Name::new(format!("{table}{version}"), key);
    figures.insert(of("size", component), guest.bytes().len() as u64);
    let compiled = guest.measured();
    let mut memory = 0;
    for case in *cases {
        for measured in case.measure(&compiled, World::Proxy, 1).await? {
            memory = memory.max(measured.peak_memory as u64);
            figures.insert(of(&format!("fuel.{component}"), case.name), measured.fuel);
        }
    }
    figures.insert(of("memory", component), memory);
    Ok(())
}

/// The fuel that doorway takes for each 100 that by hand takes.
async fn of_by_hand(
    cases: &[Case],
    guests: [Guest; 2],
    version: &str,
    figures: &mut Figures,
) -> Result<()> {
    let [doorway, by_hand] = guests.map(Guest::measured);
    for case in cases {
        let doorway = case.measure(&doorway, World::Proxy, 1).await?;
        let by_hand = case.measure(&by_hand, World::Proxy, 1).await?;
        for (doorway, by_hand) in doorway.iter().zip(&by_hand) {
            // Rounded up: 100 means no more than by hand.
            let percent = (doorway.fuel * 100).div_ceil(by_hand.fuel.max(1));
            figures.insert(Name::new(format!("percent-of-by-hand{version}"), case.name), percent);
        }
    }
    Ok(())
}
