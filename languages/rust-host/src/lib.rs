#![doc = include_str!("../README.md")]

use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Result, Store,
    component::{self, ComponentType, Lower},
};

use self::bindings::{Full, FullPre};

/// What the component exports, as [`wasmtime::component::bindgen!`] reads it from the project's WIT. Its documentation is that of
/// the WIT.
pub mod bindings {
    wasmtime::component::bindgen!({ path: "../../wit", world: "full" });
}

/// The component, compiled and linked. Threads may share it.
pub struct Component(FullPre<Host>);

/// How many instances of one [`Component`] there may be at a time; one more is an error.
pub const MAX_INSTANCES: u32 = 100;

/// An instance of the component, with memory of its own. All resources that its functions return, such as signing keys, are
/// gone with it.
pub struct Instance {
    /// What every call takes first.
    pub store: Store<Host>,
    /// The functions, by interface.
    pub exports: Full,
}

/// What an instance may ask its host for: the environment that it was given, and what time it is.
pub struct Host {
    environment: Vec<(String, String)>,
}

/// `wasi:clocks/wall-clock.datetime`.
#[derive(ComponentType, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

impl Component {
    /// Compiles a component, `twilio-access-token-full.wasm`. That takes as long as tens of thousands of tokens: a program does it once.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(MAX_INSTANCES)
            .total_core_instances(4 * MAX_INSTANCES)
            .total_memories(MAX_INSTANCES)
            .total_tables(2 * MAX_INSTANCES);
        let mut config = Config::new();
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        let engine = Engine::new(&config)?;

        let mut linker = component::Linker::new(&engine);
        linker
            .instance("wasi:cli/environment@0.2.0")?
            .func_wrap("get-environment", |store: wasmtime::StoreContextMut<'_, Host>, ()| {
                Ok((store.data().environment.clone(),))
            })?;
        linker
            .instance("wasi:clocks/wall-clock@0.2.0")?
            .func_wrap("now", |_, ()| {
                let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
                Ok((Datetime {
                    seconds: now.as_secs(),
                    nanoseconds: now.subsec_nanos(),
                },))
            })?;
        let component = component::Component::from_file(&engine, path)?;
        Ok(Self(FullPre::new(linker.instantiate_pre(&component)?)?))
    }

    /// An instance that sees these environment variables and no others.
    pub fn instantiate(&self, environment: Vec<(String, String)>) -> Result<Instance> {
        let mut store = Store::new(self.0.engine(), Host { environment });
        let exports = self.0.instantiate(&mut store)?;
        Ok(Instance { store, exports })
    }
}
