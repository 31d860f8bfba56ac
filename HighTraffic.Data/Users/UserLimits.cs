namespace HighTraffic.Data.Users;

/// <summary>The maximum lengths of a user's texts, in characters, and the name of the unique index on e-mail addresses.</summary>
public static class UserLimits
{
    /// <summary>The maximum length of an e-mail address: what fits in a path of SMTP (RFC 5321, 4.5.3.1.3).</summary>
    public const int Email = 254;

    /// <summary>The maximum length of the display name.</summary>
    public const int DisplayName = 100;

    /// <summary>The shadow property with the lowercase address, by which users are found.</summary>
    public const string EmailKey = nameof(EmailKey);

    /// <summary>The name of the unique index on addresses.</summary>
    public const string EmailIndex = "ux_users_email_key";
}
