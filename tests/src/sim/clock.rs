//! The stand-in's time. It moves only when a test advances it, so that expiry and timestamps are the same in every run; for people
//! who watch, it can run with the machine's. The date of the machine must not be read here.

use std::time::{Duration, Instant};

/// A clock that stands still until it is advanced, unless it runs by itself.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    since_epoch: Duration,
    running_since: Option<Instant>,
}

impl Clock {
    /// 2024-01-01T00:00:00.000Z.
    pub(crate) fn new(runs: bool) -> Self {
        Self { since_epoch: Duration::from_secs(1_704_067_200), running_since: runs.then(Instant::now) }
    }

    pub(crate) fn now(&self) -> Duration {
        let run = self.running_since.map(|since| since.elapsed()).unwrap_or_default();
        self.since_epoch.saturating_add(run)
    }

    /// Whether it runs by itself.
    pub(crate) fn runs(&self) -> bool {
        self.running_since.is_some()
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.since_epoch = self.since_epoch.saturating_add(by);
    }
}

/// RFC 3339 in UTC with milliseconds, as the tasks service writes times.
pub(crate) fn rfc3339(since_epoch: Duration) -> String {
    let seconds = since_epoch.as_secs();
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", since_epoch.subsec_millis())
}

/// Days since 1970-01-01 as a date of the Gregorian calendar, counted in years that begin in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{Clock, rfc3339};
    use std::time::Duration;

    #[test]
    fn writes_known_dates() {
        assert_eq!(rfc3339(Duration::ZERO), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(Duration::from_secs(951_782_400)), "2000-02-29T00:00:00.000Z");
        assert_eq!(rfc3339(Duration::from_millis(1_735_689_599_042)), "2024-12-31T23:59:59.042Z");
    }

    #[test]
    fn starts_at_a_fixed_time_and_moves_only_when_advanced() {
        let mut clock = Clock::new(false);
        assert!(!clock.runs());
        assert_eq!(rfc3339(clock.now()), "2024-01-01T00:00:00.000Z");
        clock.advance(Duration::from_millis(1500));
        assert_eq!(rfc3339(clock.now()), "2024-01-01T00:00:01.500Z");
    }

    #[test]
    fn a_clock_that_runs_never_goes_back_and_can_be_advanced() {
        let mut clock = Clock::new(true);
        let begun = clock.now();
        clock.advance(Duration::from_secs(3600));
        let later = clock.now();
        assert!(clock.runs() && later >= begun + Duration::from_secs(3600));
        assert!(clock.now() >= later);
    }
}
