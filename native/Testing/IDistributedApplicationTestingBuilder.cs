namespace Aspire.Hosting.Testing;

/// <summary>The builder of an AppHost that runs inside a test.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Builds the app.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The app, not started.</returns>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
