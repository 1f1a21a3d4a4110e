//! Names of one namespace, given out once each. Who asks for what, in which order, is up to `lower`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Namespace, derive, other, reserved};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Ident;
use crate::options::Strictness;
use crate::pointer::Pointer;

#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// What the document calls it; the name is made of this.
    pub(crate) text: String,
    /// Where the document does so.
    pub(crate) place: Place,
    /// The name that the author asks for, and where.
    pub(crate) explicit: Option<(String, Place)>,
    /// Whether the document calls it nothing at all, and the text was made up from what is around it.
    pub(crate) made_up: bool,
    /// What the name is made of where something else has the first one.
    pub(crate) instead: Option<String>,
}

impl Candidate {
    /// Something without a name of its author's choice.
    pub(crate) fn new(text: impl Into<String>, place: Place) -> Self {
        Self { text: text.into(), place, explicit: None, made_up: false, instead: None }
    }

    pub(crate) fn made_up(mut self, made_up: bool) -> Self {
        self.made_up = made_up;
        self
    }

    pub(crate) fn or_else(mut self, instead: impl Into<String>) -> Self {
        self.instead = Some(instead.into());
        self
    }

    /// Adds the author's choice that was found at an address, if there is one.
    pub(crate) fn wished(self, choice: Option<(&str, Pointer)>) -> Self {
        match choice {
            Some((name, at)) => self.named(Some(name), Place::value(at)),
            None => self,
        }
    }

    pub(crate) fn named(mut self, name: Option<&str>, place: Place) -> Self {
        self.explicit = name.map(|name| (name.to_owned(), place));
        self
    }
}

/// Bytes of the name of a module: file systems take 255 for a file, of which the ending and a number need a few.
const LONGEST_FILE: usize = 200;

#[derive(Clone, Debug)]
pub(crate) struct Table<'o> {
    namespace: Namespace,
    strictness: Strictness,
    /// What each name stands for, and where that is.
    taken: BTreeMap<String, (String, Place)>,
    /// Tables whose names are taken here too. They are looked into, not copied: there may be thousands of both.
    outer: Vec<&'o Table<'o>>,
}

struct Wish {
    name: String,
    place: Place,
    claim: Claim,
}

/// The order in which names are given out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Author,
    Document,
    MadeUp,
}

fn too_long(wish: &Wish) -> Diagnostic {
    let message = format!(
        "the file of this would have a name of {} bytes, and file systems take no more than 255",
        wish.name.len()
    );
    let finding = Diagnostic::error(Code::BadName, wish.place.clone(), message);
    finding.help(format!("give it an `x-codegen-name` of at most {LONGEST_FILE} bytes"))
}

impl<'o> Table<'o> {
    pub(crate) fn new(namespace: Namespace, strictness: Strictness) -> Self {
        Self::beside(namespace, strictness, Vec::new())
    }

    /// A table in which the names of other tables are taken.
    pub(crate) fn beside(namespace: Namespace, strictness: Strictness, outer: Vec<&'o Table<'o>>) -> Self {
        Self { namespace, strictness, taken: BTreeMap::new(), outer }
    }

    /// What a name was given to, if it was.
    fn owner(&self, name: &str) -> Option<&(String, Place)> {
        let outer = || self.outer.iter().find_map(|table| table.taken.get(name));
        self.taken.get(name).or_else(outer)
    }

    /// Names for all of these, in their order. An author's choice goes before a derived name, that before one made up,
    /// and of equals the plainest text first. The order of the document does not count, so that what is added to it, at
    /// whatever place, renames nothing that is as plain.
    pub(crate) fn assign(&mut self, candidates: &[Candidate], found: &mut Vec<Diagnostic>) -> Vec<Ident> {
        let wishes: Vec<Wish> = candidates.iter().map(|candidate| self.wish(candidate, found)).collect();
        let wanted: BTreeSet<&str> = wishes.iter().map(|wish| wish.name.as_str()).collect();
        let mut names: Vec<String> = vec![String::new(); wishes.len()];
        let mut turns: Vec<_> = wishes.iter().zip(candidates).zip(&mut names).collect();
        turns.sort_by_cached_key(|((wish, candidate), _)| {
            (
                wish.claim,
                other::plainness(&candidate.text, &wish.name),
                candidate.instead.is_some(),
                candidate.place.pointer.to_string(),
            )
        });
        for ((wish, candidate), name) in turns {
            *name = self.take(wish, candidate, &wanted, found);
        }
        names.into_iter().map(Ident::new).collect()
    }

    /// A name for one thing, which nothing else competes with.
    pub(crate) fn assign_one(&mut self, candidate: &Candidate, found: &mut Vec<Diagnostic>) -> Ident {
        let wish = self.wish(candidate, found);
        Ident::new(self.take(&wish, candidate, &BTreeSet::new(), found))
    }

    fn wish(&self, candidate: &Candidate, found: &mut Vec<Diagnostic>) -> Wish {
        let claim = if candidate.made_up { Claim::MadeUp } else { Claim::Document };
        let derived = || derive(self.namespace, &candidate.text);
        let Some((name, place)) = &candidate.explicit else {
            return Wish { name: derived(), place: candidate.place.clone(), claim };
        };
        match self.fault_of(name) {
            None => Wish { name: name.clone(), place: place.clone(), claim: Claim::Author },
            Some(fault) => {
                let derived = derived();
                let severity = Code::BadName.severity(self.strictness);
                let message = format!("`{name}` cannot name a {}: {fault}", self.namespace.noun());
                let proposal = derive(self.namespace, name);
                let bare = proposal.strip_prefix("r#").map_or(proposal.clone(), |bare| format!("{bare}_"));
                let finding = Diagnostic::new(severity, Code::BadName, place.clone(), message);
                found.push(finding.help(format!("`{bare}` would do; without it the name is `{derived}`")));
                Wish { name: derived, place: candidate.place.clone(), claim }
            }
        }
    }

    /// Why an author's choice is no name for this, if it is none.
    fn fault_of(&self, name: &str) -> Option<&'static str> {
        let case = self.namespace.case();
        let legal = |c: char| match case {
            Case::Camel => c.is_ascii_alphanumeric() || c == '_',
            Case::Snake => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_',
            Case::Constant => c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_',
        };
        let starts = name.starts_with(|c: char| match case {
            Case::Camel | Case::Constant => c.is_ascii_uppercase(),
            Case::Snake => c.is_ascii_lowercase(),
        });
        // rustc lets an underscore stand in UpperCamelCase only between digits.
        let is_digit = |c: char| c.is_ascii_digit();
        let pairs = name.split('_').zip(name.split('_').skip(1));
        let misplaced =
            case == Case::Camel && !pairs.into_iter().all(|(a, b)| a.ends_with(is_digit) && b.starts_with(is_digit));
        if !starts || !name.chars().all(legal) || misplaced || name.contains("__") {
            return Some(match case {
                Case::Camel => "it is not UpperCamelCase in ASCII letters and digits",
                Case::Snake => "it is not snake_case in ASCII letters and digits",
                Case::Constant => "it is not SCREAMING_SNAKE_CASE in ASCII letters and digits",
            });
        }
        reserved::is_reserved(self.namespace, name).then_some("the word is reserved")
    }

    fn take(
        &mut self,
        wish: &Wish,
        candidate: &Candidate,
        wanted: &BTreeSet<&str>,
        found: &mut Vec<Diagnostic>,
    ) -> String {
        if self.namespace == Namespace::Modules && wish.name.len() > LONGEST_FILE {
            found.push(too_long(wish));
        }
        let entry = (candidate.text.clone(), wish.place.clone());
        let Some((other, place)) = self.owner(&wish.name).cloned() else {
            self.taken.insert(wish.name.clone(), entry);
            return wish.name.clone();
        };
        let is_free = |name: &String| self.owner(name).is_none() && !wanted.contains(name.as_str());
        let rival = Some(other.as_str()).filter(|other| wish.claim != Claim::MadeUp && candidate.text != *other);
        let others = other::names(self.namespace, candidate, rival);
        let free =
            others.into_iter().find(is_free).unwrap_or_else(|| other::numbered(self.namespace, &wish.name, is_free));
        found.push(self.clash(wish, &candidate.text, (&other, &place), &free));
        self.taken.insert(free.clone(), entry);
        free
    }

    fn clash(&self, wish: &Wish, text: &str, (other, place): (&str, &Place), free: &str) -> Diagnostic {
        let noun = self.namespace.noun();
        let both =
            if text == other { format!("two things called `{text}`") } else { format!("`{other}` and `{text}`") };
        let message = format!("{both} get the same {noun} name `{}`", wish.name);
        let severity = Code::NameClash.severity(self.strictness);
        let remedy = match wish.claim {
            Claim::MadeUp => "move it to `components/schemas`, under a name of its own",
            Claim::Author | Claim::Document => self.namespace.remedy(),
        };
        let diagnostic = Diagnostic::new(severity, Code::NameClash, wish.place.clone(), message)
            .related(place.clone(), "the other one")
            .help(remedy);
        match self.strictness {
            Strictness::Own => diagnostic,
            Strictness::Foreign => diagnostic.label(format!("becomes `{free}`")),
        }
    }
}
