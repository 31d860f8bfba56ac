namespace HighTraffic.Data.Users;

/// <summary>A registered user.</summary>
public sealed class User
{
    /// <summary>The primary key, from 1.</summary>
    public long Id { get; set; }

    /// <summary>The e-mail address, unique regardless of case.</summary>
    public required string Email { get; set; }

    /// <summary>The name shown to others.</summary>
    public required string DisplayName { get; set; }

    /// <summary>When the user was registered, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
