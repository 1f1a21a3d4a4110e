//! Which texts are moments, days and times of day: the grammar of RFC 3339, section 5.6, and its limits, section 5.7. What
//! they mean is not computed here.

/// What is wrong.
type Fault = &'static str;

pub(super) fn date_time(text: &str) -> Result<(), Fault> {
    let mut rest = Rest(text.as_bytes());
    rest.date()?;
    if rest.0.is_empty() {
        return Err("the time of day is missing");
    }
    if !rest.takes(|byte| matches!(byte, b'T' | b't')) {
        return Err("a `T` stands between day and time");
    }
    rest.time()?;
    rest.end()
}

pub(super) fn date(text: &str) -> Result<(), Fault> {
    let mut rest = Rest(text.as_bytes());
    rest.date()?;
    rest.end()
}

pub(super) fn time(text: &str) -> Result<(), Fault> {
    let mut rest = Rest(text.as_bytes());
    rest.time()?;
    rest.end()
}

/// What was not looked at yet.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    /// Takes the next byte if it is such a one.
    fn takes(&mut self, fits: impl Fn(u8) -> bool) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if fits(*first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn sign(&mut self, sign: u8, fault: Fault) -> Result<(), Fault> {
        if self.takes(|byte| byte == sign) { Ok(()) } else { Err(fault) }
    }

    /// The number that so many digits make.
    fn digits(&mut self, count: usize, fault: Fault) -> Result<u32, Fault> {
        let (digits, rest) = self.0.split_at_checked(count).ok_or(fault)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(fault);
        }
        self.0 = rest;
        Ok(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    }

    fn date(&mut self) -> Result<(), Fault> {
        let year = self.digits(4, "the year has four digits")?;
        self.sign(b'-', "a `-` stands behind the year")?;
        let month = self.digits(2, "the month has two digits")?;
        self.sign(b'-', "a `-` stands behind the month")?;
        let day = self.digits(2, "the day has two digits")?;
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err("the month is not from 01 to 12"),
        };
        if (1..=last).contains(&day) { Ok(()) } else { Err("the month has no such day") }
    }

    fn time(&mut self) -> Result<(), Fault> {
        if self.digits(2, "the hour has two digits")? > 23 {
            return Err("the hour is above 23");
        }
        self.sign(b':', "a `:` stands behind the hour")?;
        if self.digits(2, "the minute has two digits")? > 59 {
            return Err("the minute is above 59");
        }
        self.sign(b':', "a `:` and the second stand behind the minute")?;
        // Which minutes have a second 60 is decided half a year before, so any may.
        if self.digits(2, "the second has two digits")? > 60 {
            return Err("the second is above 60");
        }
        if self.takes(|byte| byte == b'.') {
            self.digits(1, "digits stand behind the dot")?;
            while self.takes(|byte| byte.is_ascii_digit()) {}
        }
        self.offset()
    }

    fn offset(&mut self) -> Result<(), Fault> {
        if self.takes(|byte| matches!(byte, b'Z' | b'z')) {
            return Ok(());
        }
        if !self.takes(|byte| matches!(byte, b'+' | b'-')) {
            return Err("the offset from UTC is missing at its end, which is `Z` or such as `+02:00`");
        }
        let hours = self.digits(2, "the hours of the offset are two digits")?;
        self.sign(b':', "a `:` stands between the hours and the minutes of the offset")?;
        let minutes = self.digits(2, "the minutes of the offset are two digits")?;
        if hours <= 23 && minutes <= 59 { Ok(()) } else { Err("the offset is above 23:59") }
    }

    fn end(&self) -> Result<(), Fault> {
        if self.0.is_empty() { Ok(()) } else { Err("more stands behind it") }
    }
}
