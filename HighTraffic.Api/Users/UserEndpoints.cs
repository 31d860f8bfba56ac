using HighTraffic.Api.Caching;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Resilience;
using HighTraffic.Data;
using HighTraffic.Data.Keys;
using HighTraffic.Data.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Users;

/// <summary>The users. They are personal data, so they require a scope and are never cached.</summary>
internal static class UserEndpoints
{
    private const string GetRoute = "GetUserByEmail";

    // The database lowers the case of the address, as it does for the column, so that both agree on every letter.
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL.
    private static readonly Func<AppDbContext, string, CancellationToken, Task<UserItem?>> ByEmail = EF.CompileAsyncQuery(
        (AppDbContext database, string email, CancellationToken _) => database.Users
            .Where(user => EF.Property<string>(user, UserLimits.EmailKey) == email.ToLower())
            .Select(user => new UserItem(user.Id, user.Email, user.DisplayName, user.CreatedAt))
            .SingleOrDefault());
#pragma warning restore CA1304, CA1311, CA1862

    public static void MapUsers(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/api").WithTags("Users").WithLoadLimits()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);

        users.MapMethods("/users/by-email", CachingExtensions.Read, GetByEmailAsync)
            .RequireAuthorization(Scopes.ReadPersonal)
            .WithName(GetRoute)
            .WithSummary("Get a user by e-mail address")
            .ProducesValidationProblem();

        users.MapPost("/users", CreateAsync)
            .RequireAuthorization(Scopes.Write)
            .WithName("CreateUser")
            .WithSummary("Create a user")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<UserItem>, NotFound>> GetByEmailAsync(
        [AsParameters] UserByEmailRequest request, AppDbContext database, CancellationToken cancellationToken) =>
        await ByEmail(database, request.Email!, cancellationToken) is { } user ? TypedResults.Ok(user) : TypedResults.NotFound();

    private static async Task<Results<CreatedAtRoute<UserItem>, ProblemHttpResult>> CreateAsync(
        UserInput input, AppDbContext database, CancellationToken cancellationToken)
    {
        var user = new User { Email = input.Email!, DisplayName = input.DisplayName! };
        database.Users.Add(user);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.Violates(UserLimits.EmailIndex))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: "Another user already has this e-mail address.");
        }

        return TypedResults.CreatedAtRoute(
            new UserItem(user.Id, user.Email, user.DisplayName, user.CreatedAt), GetRoute, new { email = user.Email });
    }
}
