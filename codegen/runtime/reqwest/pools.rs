//! Which connections a request may use: those to its server, opened on the runtime that drives it. How a connection
//! behaves is decided by the settings.

use std::sync::{Mutex, PoisonError};

use ::reqwest::{Client, Url};
use tokio::runtime::Id;

use super::pins::{Origin, Pins};
use super::tls::Judging;
use super::{Settings, TransportError, client};

/// For how many runtimes connections are kept. Most programs have one.
const MOST_RUNTIMES: usize = 8;

/// Where the connections of a transport come from.
pub(super) enum Pools {
    /// A client of the caller's own.
    Given(Client),
    /// Clients made as the settings say.
    Made(Box<Maker>),
}

impl Pools {
    pub(super) fn new(settings: &Settings) -> Result<Self, TransportError> {
        let judging = Judging::new(settings)?;
        // Made before a runtime is known, so that what is wrong with the settings is found here.
        let first = Clients::new(settings, &judging)?;
        let opened = Mutex::new(vec![(None, first)]);
        Ok(Self::Made(Box::new(Maker { settings: settings.clone(), judging, opened })))
    }

    /// The client for a request to `url` that `runtime` drives.
    pub(super) fn client(&self, url: &Url, runtime: Id) -> Result<Client, TransportError> {
        match self {
            Self::Given(client) => Ok(client.clone()),
            Self::Made(maker) => maker.client(url, runtime),
        }
    }
}

/// Makes clients, and keeps those of each runtime.
///
/// A connection is a task of the runtime that opened it. On behalf of another one it could stand still, or end in the
/// middle of a call.
pub(super) struct Maker {
    settings: Settings,
    judging: Judging,
    /// The oldest comes first. One that was not used yet has no runtime.
    opened: Mutex<Vec<(Option<Id>, Clients)>>,
}

impl Maker {
    fn client(&self, url: &Url, runtime: Id) -> Result<Client, TransportError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let known = opened.iter_mut().find(|(owner, _)| owner.is_none_or(|owner| owner == runtime));
        if let Some((owner, clients)) = known {
            *owner = Some(runtime);
            return clients.of(url);
        }
        let clients = Clients::new(&self.settings, &self.judging)?;
        let client = clients.of(url);
        if opened.len() == MOST_RUNTIMES {
            opened.remove(0);
        }
        opened.push((Some(runtime), clients));
        client
    }
}

/// A pool of connections for each pinned server and one for all others, so that no pin counts for another server.
struct Clients {
    pinned: Vec<(Origin, Pins, Client)>,
    others: (Pins, Client),
}

impl Clients {
    fn new(settings: &Settings, judging: &Judging) -> Result<Self, TransportError> {
        let proxy = Pins::of_proxy(settings.proxy.as_ref())?;
        let pinned = proxy.of_servers(settings)?.into_iter().map(|(origin, pins)| {
            let client = client(settings, judging.config(pins.clone())?)?;
            Ok((origin, pins, client))
        });
        let pinned = pinned.collect::<Result<_, TransportError>>()?;
        let others = client(settings, judging.config(proxy.clone())?)?;
        Ok(Self { pinned, others: (proxy, others) })
    }

    fn of(&self, url: &Url) -> Result<Client, TransportError> {
        let (others, client) = &self.others;
        if self.pinned.is_empty() && others.is_empty() {
            return Ok(client.clone());
        }
        let origin = Origin::of(url).filter(|_| url.scheme() == "https");
        let Some(origin) = origin else { return Ok(client.clone()) };
        let pinned = self.pinned.iter().find(|(known, ..)| *known == origin);
        let (pins, client) = pinned.map_or((others, client), |(_, pins, client)| (pins, client));
        pins.tell_apart(&origin).map(|()| client.clone())
    }
}
