//! How costs grow, as figures.

use anyhow::Result;

use crate::figures::Curve;

/// What a curve counts.
pub(crate) const FUEL: &str = "fuel";
pub(crate) const MEMORY: &str = "bytes of memory";

/// Measures all curves, each of which counts fuel once and memory once.
pub(crate) fn measure() -> Result<Vec<Curve>> {
    let runtime = doorway_host::contract::runtime()?;
    let mut progress = |name: &str| eprintln!("growth: {name}");
    let curves = runtime.block_on(doorway_host::growth::measure_all(&mut progress))?;
    let figures =
        |curve: &doorway_host::growth::Curve, counted: &str, points: &[(u64, u64)]| Curve {
            name: curve.name.to_owned(),
            unit: curve.unit.to_owned(),
            counted: counted.to_owned(),
            points: points.to_vec(),
        };
    let both = curves.iter().flat_map(|curve| {
        [figures(curve, FUEL, &curve.fuel), figures(curve, MEMORY, &curve.memory)]
    });
    Ok(both.collect())
}
