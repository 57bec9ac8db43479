//! Measures everything that has a budget.

use super::{Figures, Name};
use crate::contract::{BUDGETED, Budgeted, CALLING_OUT};
use crate::error::Result;
use crate::linker::World;
use crate::testing::Guest;

/// The contract app on doorway.
pub const DOORWAY: Guest = Guest::new("contract");

/// The contract app on the bindings alone.
pub const BY_HAND: Guest = Guest::new("by-hand");

/// Everything that has a budget, in a [`runtime`](crate::contract::runtime).
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
    for Budgeted { component, cases } in BUDGETED {
        let guest = Guest::new(component);
        figures.insert(Name::new("size", component), guest.bytes().len() as u64);
        let compiled = guest.measured();
        let mut memory = 0;
        for case in cases {
            for measured in case.measure(&compiled, World::Proxy, 1).await? {
                memory = memory.max(measured.peak_memory as u64);
                figures.insert(Name::new(format!("fuel.{component}"), case.name), measured.fuel);
            }
        }
        figures.insert(Name::new("memory", component), memory);
    }

    let (doorway, by_hand) = (DOORWAY.measured(), BY_HAND.measured());
    for case in CALLING_OUT {
        let doorway = case.measure(&doorway, World::Proxy, 1).await?;
        let by_hand = case.measure(&by_hand, World::Proxy, 1).await?;
        for (doorway, by_hand) in doorway.iter().zip(&by_hand) {
            // Rounded up: 100 means no more than by hand.
            let percent = (doorway.fuel * 100).div_ceil(by_hand.fuel.max(1));
            figures.insert(Name::new("percent-of-by-hand", case.name), percent);
        }
    }
    Ok(figures)
}
