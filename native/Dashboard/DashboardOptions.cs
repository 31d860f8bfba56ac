namespace HighTraffic.Native.Dashboard;

/// <summary>Where the dashboard listens, and whom it lets in.</summary>
/// <param name="ApplicationName">The name of the app, for the title.</param>
/// <param name="WebPort">The port of the pages, and of OTLP over HTTP.</param>
/// <param name="GrpcPort">The port of OTLP over gRPC.</param>
/// <param name="BrowserToken">What a person logs in with.</param>
/// <param name="OtlpKey">What a process sends telemetry with.</param>
public sealed record DashboardOptions(string ApplicationName, int WebPort, int GrpcPort, string BrowserToken, string OtlpKey);
