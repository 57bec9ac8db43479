//! Nothing grows faster than what it is about, and what nobody uses does not grow at all.

use doorway_host::growth::{Curve, allowed, exponent, marginal, measure_all};

use crate::guests::GROWTH;

#[test]
fn nothing_grows_faster_than_it_may() {
    assert!(GROWTH.path().is_file(), "run `cargo xtask build --all`");
    let runtime = doorway_host::contract::runtime().unwrap();
    let curves = runtime.block_on(measure_all(&mut |_| {})).unwrap();
    let mut over = Vec::new();
    for Curve { name, unit, fuel, .. } in &curves {
        let exponent = exponent(fuel).unwrap();
        let limit = allowed(name).limit();
        println!(
            "{name}: exponent {exponent:.2}, {:.1} for each of {unit}",
            marginal(fuel).unwrap()
        );
        if exponent > limit {
            over.push(format!("{name}: exponent {exponent:.2}, {limit} is the most: {fuel:?}"));
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));

    // To the instruction.
    let unread = curves.iter().find(|curve| curve.name == "request headers that nobody reads");
    let fuel = &unread.unwrap().fuel;
    assert!(fuel.iter().all(|point| point.1 == fuel[0].1), "{fuel:?}");
}
