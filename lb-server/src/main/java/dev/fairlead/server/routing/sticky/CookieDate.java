package dev.fairlead.server.routing.sticky;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The date of a cookie, in the many forms that browsers understand (RFC 6265, 5.1.1). */
final class CookieDate {
    private static final int LONGEST = 100;
    private static final Pattern DELIMITERS = Pattern.compile("[\\t -/;-@\\[-`{-~]+");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(\\D.*)?");
    private static final Pattern DAY = Pattern.compile("(\\d{1,2})(\\D.*)?");
    private static final Pattern YEAR = Pattern.compile("(\\d{2,4})(\\D.*)?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private int hour = -1;
    private int minute;
    private int second;
    private int day;
    private int month;
    private int year = -1;

    private CookieDate() {}

    /** In seconds since 1970; empty if it is no date. */
    static OptionalLong parse(String text) {
        CookieDate date = new CookieDate();
        if (text.length() > LONGEST) {
            return OptionalLong.empty();
        }
        for (String token : DELIMITERS.split(text)) {
            date.read(token);
        }
        return date.seconds();
    }

    private void read(String token) {
        Matcher time = TIME.matcher(token);
        Matcher dayOfMonth = DAY.matcher(token);
        Matcher yearOfDate = YEAR.matcher(token);
        int named =
                token.length() < 3 ? -1 : MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
        if (hour < 0 && time.matches()) {
            hour = Integer.parseInt(time.group(1));
            minute = Integer.parseInt(time.group(2));
            second = Integer.parseInt(time.group(3));
        } else if (day == 0 && dayOfMonth.matches()) {
            day = Integer.parseInt(dayOfMonth.group(1));
        } else if (month == 0 && named >= 0) {
            month = named + 1;
        } else if (year < 0 && yearOfDate.matches()) {
            int written = Integer.parseInt(yearOfDate.group(1));
            year = written >= 100 ? written : written >= 70 ? 1900 + written : 2000 + written;
        }
    }

    private OptionalLong seconds() {
        if (hour < 0 || year < 1601) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
