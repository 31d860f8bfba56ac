namespace Aspire.Hosting.Engine;

/// <summary>What the engine was started for.</summary>
/// <param name="AppHostDirectory">The folder of the AppHost's project.</param>
/// <param name="ApplicationName">The name of the AppHost.</param>
/// <param name="FixedPorts">Whether declared ports are used; tests get free ones instead, so that they can run side by side.</param>
/// <param name="ShowLogs">Whether the lines of the resources are written to the console.</param>
internal sealed record EngineOptions(string AppHostDirectory, string ApplicationName, bool FixedPorts, bool ShowLogs);
