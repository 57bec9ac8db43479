//! A store for trying the example: it counts bytes and discards them.

use doorway::extract::Path;
use doorway::{Body, Error, Json};

use crate::store::Stored;

pub(crate) async fn forget(
    Path(name): Path<String>,
    mut body: Body,
) -> Result<Json<Stored>, Error> {
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        bytes += frame?.data_ref().map_or(0, |data| data.len() as u64);
    }
    Ok(Json(Stored { name, bytes }))
}
