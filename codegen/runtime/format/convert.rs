//! To the types of other crates and back, each behind the feature of that name.

#[cfg(feature = "jiff")]
mod moments {
    use super::super::{Date, DateTime, InvalidFormat, Time};

    /// The text may be right and still not fit.
    const BEYOND: &str = "jiff holds no more than nine digits of a second, and years up to 9999";

    impl DateTime {
        /// The moment. A second 60 becomes 59, and of `1990-12-31T15:59:60-08:00` the offset is gone.
        ///
        /// # Errors
        ///
        /// [`InvalidFormat`] when the text is no moment, or one that jiff cannot hold.
        ///
        /// ```
        /// let moment = rt::DateTime::new("2021-06-15T10:00:00+02:00").to_jiff()?;
        /// assert_eq!(moment.to_string(), "2021-06-15T08:00:00Z");
        /// # Ok::<(), rt::InvalidFormat>(())
        /// ```
        pub fn to_jiff(&self) -> Result<jiff::Timestamp, InvalidFormat> {
            self.check()?;
            self.as_str().parse().map_err(|_| Self::invalid(BEYOND))
        }
    }

    impl Date {
        /// The day.
        ///
        /// # Errors
        ///
        /// [`InvalidFormat`] when the text is no day.
        ///
        /// ```
        /// assert_eq!(rt::Date::new("2024-02-29").to_jiff()?.day_of_year(), 60);
        /// # Ok::<(), rt::InvalidFormat>(())
        /// ```
        pub fn to_jiff(&self) -> Result<jiff::civil::Date, InvalidFormat> {
            self.check()?;
            self.as_str().parse().map_err(|_| Self::invalid(BEYOND))
        }
    }

    impl Time {
        /// The time of day as a clock shows it that is set to this offset, and the offset. A second 60 becomes 59.
        ///
        /// # Errors
        ///
        /// [`InvalidFormat`] when the text is no time of day, or one that jiff cannot hold.
        ///
        /// ```
        /// let (time, offset) = rt::Time::new("12:30:00+02:00").to_jiff()?;
        /// assert_eq!((time.hour(), offset.seconds()), (12, 7200));
        /// # Ok::<(), rt::InvalidFormat>(())
        /// ```
        pub fn to_jiff(&self) -> Result<(jiff::civil::Time, jiff::tz::Offset), InvalidFormat> {
            self.check()?;
            let text = format!("2000-01-01T{}", self.as_str());
            let pieces = jiff::fmt::temporal::Pieces::parse(&text).map_err(|_| Self::invalid(BEYOND))?;
            match (pieces.time(), pieces.to_numeric_offset()) {
                (Some(time), Some(offset)) => Ok((time, offset)),
                _ => Err(Self::invalid(BEYOND)),
            }
        }
    }

    impl From<jiff::Timestamp> for DateTime {
        /// In UTC.
        fn from(moment: jiff::Timestamp) -> Self {
            Self::new(moment.to_string())
        }
    }

    impl From<(jiff::Timestamp, jiff::tz::Offset)> for DateTime {
        /// As clocks show it that are set to this offset.
        fn from((moment, offset): (jiff::Timestamp, jiff::tz::Offset)) -> Self {
            Self::new(moment.display_with_offset(offset).to_string())
        }
    }

    impl From<(jiff::civil::Time, jiff::tz::Offset)> for Time {
        /// The offset to the minute.
        fn from((time, offset): (jiff::civil::Time, jiff::tz::Offset)) -> Self {
            let sign = if offset.is_negative() { '-' } else { '+' };
            let minutes = offset.seconds().unsigned_abs() / 60;
            Self::new(format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60))
        }
    }

    impl From<jiff::civil::Date> for Date {
        fn from(day: jiff::civil::Date) -> Self {
            Self::new(day.to_string())
        }
    }
}

#[cfg(feature = "uuid")]
mod uuids {
    use super::super::{InvalidFormat, Uuid};

    impl Uuid {
        /// The UUID.
        ///
        /// # Errors
        ///
        /// [`InvalidFormat`] when the text is none.
        ///
        /// ```
        /// let uuid = rt::Uuid::new("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").to_uuid()?;
        /// assert!(!uuid.is_nil());
        /// # Ok::<(), rt::InvalidFormat>(())
        /// ```
        pub fn to_uuid(&self) -> Result<uuid::Uuid, InvalidFormat> {
            self.check()?;
            uuid::Uuid::try_parse(self.as_str()).map_err(|_| Self::invalid("it is none"))
        }
    }

    impl From<uuid::Uuid> for Uuid {
        fn from(uuid: uuid::Uuid) -> Self {
            Self::new(uuid.hyphenated().to_string())
        }
    }
}
