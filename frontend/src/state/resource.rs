//! What a page reads from the server. The old answer stays in sight while a newer one is fetched, an
//! overtaken answer is dropped, and what is gone with the page is given up.

use crate::api::{ApiError, ApiResult, Latest, use_latest};
use std::{future::Future, pin::Pin, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortSignal;
use yew::prelude::*;

/// A call that is under way.
pub type Pending<T> = Pin<Box<dyn Future<Output = ApiResult<T>>>>;

/// What is known of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// Nothing yet.
    Waiting,
    Ready(Rc<T>),
    Failed(Rc<ApiError>),
}

impl<T> Load<T> {
    /// The value, if it is there.
    pub fn ready(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Waiting | Self::Failed(_) => None,
        }
    }
}

/// Something read from the server, and how to read it again.
pub struct Resource<T> {
    pub load: Load<T>,
    set: UseStateSetter<Load<T>>,
    fetch: Rc<dyn Fn(Option<AbortSignal>) -> Pending<T>>,
    latest: Latest,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        Self {
            load: match &self.load {
                Load::Waiting => Load::Waiting,
                Load::Ready(value) => Load::Ready(value.clone()),
                Load::Failed(error) => Load::Failed(error.clone()),
            },
            set: self.set.clone(),
            fetch: self.fetch.clone(),
            latest: self.latest.clone(),
        }
    }
}

impl<T: 'static> Resource<T> {
    /// Reads it again; what is in sight stays until the answer comes.
    pub fn reload(&self) {
        let ticket = self.latest.begin();
        let (set, future) = (self.set.clone(), (self.fetch)(ticket.signal().cloned()));
        spawn_local(async move {
            let answer = future.await;
            if !ticket.is_current() {
                return;
            }
            match answer {
                Ok(value) => set.set(Load::Ready(Rc::new(value))),
                Err(ApiError::Aborted) => {}
                Err(error) => set.set(Load::Failed(Rc::new(error))),
            }
        });
    }

    /// Shows a value we already know, for instance what a change answered.
    pub fn put(&self, value: T) {
        self.latest.cancel();
        self.set.set(Load::Ready(Rc::new(value)));
    }
}

/// Reads something when the component comes and whenever `deps` change:
/// `use_resource(id, |id, signal| Box::pin(async move { api::contacts::get(id, signal.as_ref()).await }))`.
#[hook]
pub fn use_resource<D, T, F>(deps: D, fetch: F) -> Resource<T>
where
    D: Clone + PartialEq + 'static,
    T: 'static,
    F: Fn(D, Option<AbortSignal>) -> Pending<T> + 'static,
{
    let state = use_state(|| Load::<T>::Waiting);
    let latest = use_latest();
    let owned = deps.clone();
    let resource = Resource {
        load: match &*state {
            Load::Waiting => Load::Waiting,
            Load::Ready(value) => Load::Ready(value.clone()),
            Load::Failed(error) => Load::Failed(error.clone()),
        },
        set: state.setter(),
        fetch: Rc::new(move |signal| fetch(owned.clone(), signal)),
        latest,
    };
    {
        let resource = resource.clone();
        use_effect_with(deps, move |_| resource.reload());
    }
    resource
}
