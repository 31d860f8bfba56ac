namespace HighTraffic.Api.Users;

/// <summary>A registered user.</summary>
/// <param name="Id">The key, from 1.</param>
/// <param name="Email">The e-mail address as it was given.</param>
/// <param name="DisplayName">The name shown to others.</param>
/// <param name="CreatedAt">When the user was registered, in UTC.</param>
internal sealed record UserItem(long Id, string Email, string DisplayName, DateTimeOffset CreatedAt);
