//! The versions of WASI that components are built for.

use clap::ValueEnum;

use crate::component::Component;

/// A version, and what components of it are built and measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Wasi {
    /// 0.2
    #[default]
    #[value(name = "0.2")]
    P2,
    /// 0.3
    #[value(name = "0.3")]
    P3,
}

impl Wasi {
    /// Both.
    pub const ALL: [Self; 2] = [Self::P2, Self::P3];

    /// As people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::P2 => "0.2",
            Self::P3 => "0.3",
        }
    }

    /// The options of cargo that build for it.
    pub fn features(self) -> &'static [&'static str] {
        match self {
            Self::P2 => &[],
            Self::P3 => &["--features", "doorway/p3"],
        }
    }

    /// The folder of the repository that its WIT is in.
    pub fn wit(self) -> &'static str {
        match self {
            Self::P2 => "wit/p2",
            Self::P3 => "wit/p3",
        }
    }

    /// The world that every component is measured against.
    pub fn world(self) -> &'static str {
        match self {
            Self::P2 => "wasi:http/proxy@0.2.0",
            Self::P3 => "wasi:http/service@0.3.0",
        }
    }

    /// The world of a component that stands in front of another one.
    pub fn world_of_middleware(self) -> &'static str {
        match self {
            // There are none.
            Self::P2 => self.world(),
            Self::P3 => "wasi:http/middleware@0.3.0",
        }
    }

    /// The world of that component.
    pub fn world_of(self, component: &Component) -> &'static str {
        match component.is_middleware {
            true => self.world_of_middleware(),
            false => self.world(),
        }
    }

    /// The required export of every component, without its version.
    pub fn handler(self) -> &'static str {
        match self {
            Self::P2 => "wasi:http/incoming-handler",
            Self::P3 => "wasi:http/handler",
        }
    }

    /// The file of the component of that name, in `target/components/`.
    pub fn file(self, name: &str) -> String {
        match self {
            Self::P2 => format!("{name}.wasm"),
            Self::P3 => format!("{name}.p3.wasm"),
        }
    }

    /// The folder within the target folder that cargo builds it in. Cargo gives the components of both
    /// versions the same file, and takes the one for the other.
    pub fn target(self) -> Option<&'static str> {
        match self {
            Self::P2 => None,
            Self::P3 => Some("p3"),
        }
    }
}
