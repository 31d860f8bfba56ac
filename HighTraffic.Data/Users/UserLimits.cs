namespace HighTraffic.Data.Users;

/// <summary>How long the texts of a user may be, in characters, and what the database calls its rule on e-mail addresses.</summary>
public static class UserLimits
{
    /// <summary>The longest e-mail address: what fits a path of SMTP (RFC 5321, 4.5.3.1.3).</summary>
    public const int Email = 254;

    /// <summary>The longest name to show.</summary>
    public const int DisplayName = 100;

    /// <summary>The shadow property with the address in lower case, by which users are found.</summary>
    public const string EmailKey = nameof(EmailKey);

    /// <summary>The name of the unique index on addresses.</summary>
    public const string EmailIndex = "ux_users_email_key";
}
